import { KubeObject } from '../../store/ObjectStore';
import { Tree } from '../../fleet/Repository';
import { ControllerContext } from '../runtime/ControllerContext';
import { BuildError } from './BuildError';
import { kustomizeBuild } from './kustomizeBuild';
import { substitute } from './substitute';
import { transformObjects } from './transformObjects';

const GROUP = 'kustomize.toolkit.fluxcd.io';

/** Built directories by tree: a fleet builds the same ones again and again. */
const built = new WeakMap<Tree, Map<string, KubeObject[]>>();

function buildOnce(tree: Tree, path: string): KubeObject[] {
  const byPath = built.get(tree) ?? new Map<string, KubeObject[]>();
  built.set(tree, byPath);
  const known = byPath.get(path) ?? kustomizeBuild(tree, path);
  byPath.set(path, known);
  return known;
}

function variables(
  context: ControllerContext,
  kustomization: KubeObject,
): Record<string, string> {
  const { postBuild = {} } = kustomization.spec;
  const result: Record<string, string> = {};
  for (const { kind, name, optional } of postBuild.substituteFrom ?? []) {
    const { namespace } = kustomization.metadata;
    const from = context.store.get('', kind, namespace, name);
    if (!from) {
      if (optional) continue;
      throw new BuildError(
        `var substitution failed: substitute from '${kind}/${name}' error: ${kind.toLowerCase()}s "${name}" not found`,
      );
    }
    for (const [key, value] of Object.entries<string>(from.data ?? {})) {
      result[key] =
        kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value;
    }
  }
  return { ...result, ...postBuild.substitute };
}

/** The objects a Kustomization asks for: its directory built, then everything its spec does to it. */
export function buildManifests(
  context: ControllerContext,
  kustomization: KubeObject,
  tree: Tree,
): KubeObject[] {
  const { spec, metadata } = kustomization;
  let objects = transformObjects(buildOnce(tree, spec.path ?? './'), {
    namespace: spec.targetNamespace,
    namePrefix: spec.namePrefix,
    nameSuffix: spec.nameSuffix,
    images: spec.images,
    patches: spec.patches,
    annotations: spec.commonMetadata?.annotations,
    labels: {
      ...spec.commonMetadata?.labels,
      [`${GROUP}/name`]: metadata.name,
      [`${GROUP}/namespace`]: metadata.namespace!,
    },
  });
  if (spec.postBuild) {
    objects = substitute(objects, variables(context, kustomization));
  }
  const seen = new Set<string>();
  for (const object of objects) {
    const id = `${object.kind}.${object.apiVersion}/${object.metadata.name}.${
      object.metadata.namespace ?? '[noNs]'
    }`;
    if (seen.has(id)) {
      throw new BuildError(
        `may not add resource with an already registered id: ${id}`,
      );
    }
    seen.add(id);
  }
  return objects;
}
