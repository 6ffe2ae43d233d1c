import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { readYaml } from '../runtime/readYaml';
import { mergeObjects } from '../kustomize/mergeObjects';

/** The values of a HelmRelease: `valuesFrom` in order, then `values`. */
export function releaseValues(
  context: ControllerContext,
  release: KubeObject,
): { values: Record<string, unknown> } | { problem: string } {
  const { namespace } = release.metadata;
  let values: Record<string, unknown> = {};
  for (const from of release.spec.valuesFrom ?? []) {
    const { kind, name, valuesKey = 'values.yaml', optional } = from;
    const object = context.store.get('', kind, namespace, name);
    const reference = `could not resolve ${kind} chart values reference '${namespace}/${name}' with key '${valuesKey}'`;
    if (!object) {
      if (optional) continue;
      return {
        problem: `${reference}: ${kind.toLowerCase()}s "${name}" not found`,
      };
    }
    const raw: string | undefined = object.data?.[valuesKey];
    if (raw === undefined) {
      if (optional) continue;
      return { problem: `${reference}: missing key '${valuesKey}'` };
    }
    const text =
      kind === 'Secret' ? Buffer.from(raw, 'base64').toString() : raw;
    values = mergeObjects(values, readYaml(text) ?? {});
  }
  return { values: mergeObjects(values, release.spec.values ?? {}) };
}
