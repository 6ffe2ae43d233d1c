import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';

/** Why a Kustomization must wait for those it depends on; undefined when it need not. */
export function dependencyProblem(
  context: ControllerContext,
  kustomization: KubeObject,
  revision: string,
): string | undefined {
  const { namespace } = kustomization.metadata;
  const source = kustomization.spec.sourceRef;
  for (const { name, namespace: other = namespace } of kustomization.spec
    .dependsOn ?? []) {
    const label = `'${other}/${name}'`;
    const dependency = context.store.get(
      'kustomize.toolkit.fluxcd.io',
      'Kustomization',
      other,
      name,
    );
    if (!dependency) {
      return `dependency ${label} not found: kustomizations.kustomize.toolkit.fluxcd.io "${name}" not found`;
    }
    const { status = {}, spec, metadata } = dependency;
    const ready = status.conditions?.find((item: any) => item.type === 'Ready');
    if (
      ready?.status !== 'True' ||
      status.observedGeneration !== metadata.generation
    ) {
      return `dependency ${label} is not ready`;
    }
    // Both from the same source: the dependency must have applied the revision that this one is about to apply.
    const sameSource =
      spec.sourceRef.kind === source.kind &&
      spec.sourceRef.name === source.name &&
      (spec.sourceRef.namespace ?? other) === (source.namespace ?? namespace);
    if (sameSource && status.lastAppliedRevision !== revision) {
      return `dependency ${label} revision is not up to date`;
    }
  }
  return undefined;
}
