import { posix } from 'path';
import { loadAll } from 'js-yaml';
import { KubeObject } from '../../store/ObjectStore';
import { Tree } from '../../fleet/Repository';
import { readYaml } from '../runtime/readYaml';
import { BuildError } from './BuildError';
import { transformObjects } from './transformObjects';

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A path of the artifact as the controller prints it. */
const unpacked = (path: string) => posix.join('/tmp/kustomization', path);

function parse(path: string, text: string): KubeObject[] {
  let documents: any[];
  try {
    documents = loadAll(text);
  } catch (error) {
    throw new BuildError(
      `failed to decode Kubernetes YAML from ${unpacked(path)}: ${
        (error as Error).message.split('\n')[0]
      }`,
    );
  }
  return documents
    .filter(Boolean)
    .flatMap(item => (item.kind === 'List' ? item.items : [item]))
    .map(item => {
      if (!item.kind || !item.apiVersion || !item.metadata?.name) {
        throw new BuildError(
          `failed to decode Kubernetes YAML from ${unpacked(
            path,
          )}: missing Resource metadata`,
        );
      }
      return item;
    });
}

/**
 * `kustomize build` of a directory: with a kustomization file its resources, namespace, names, images, labels and
 * patches; without one every manifest below, as kustomize-controller's generator does.
 */
export function kustomizeBuild(tree: Tree, directory: string): KubeObject[] {
  const dir = posix.normalize(directory).replace(/^\.?\/+|\/+$|^\.$/g, '');
  const inDir = (path: string) => (dir ? `${dir}/${path}` : path);
  const file = FILE_NAMES.map(inDir).find(path => tree.has(path));
  if (!file) {
    const paths = [...tree.keys()].filter(
      path =>
        (dir === '' || path.startsWith(`${dir}/`)) && /\.ya?ml$/.test(path),
    );
    // Directories with a kustomization file of their own are built, not read.
    const own = paths
      .filter(path => FILE_NAMES.includes(posix.basename(path)))
      .map(path => posix.dirname(path));
    return [
      ...own.flatMap(path => kustomizeBuild(tree, path)),
      ...paths
        .filter(path => !own.some(parent => path.startsWith(`${parent}/`)))
        .sort()
        .flatMap(path => parse(path, tree.get(path)!)),
    ];
  }
  const config: any = readYaml(tree.get(file)) ?? {};
  const objects: KubeObject[] = [];
  for (const resource of config.resources ?? []) {
    const path = posix.normalize(inDir(resource));
    if (tree.has(path)) {
      objects.push(...parse(path, tree.get(path)!));
    } else if ([...tree.keys()].some(key => key.startsWith(`${path}/`))) {
      objects.push(...kustomizeBuild(tree, path));
    } else {
      const at = unpacked(path);
      throw new BuildError(
        `accumulating resources: accumulation err='accumulating resources from '${resource}': open ${at}: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '${at}' : lstat ${at}: no such file or directory`,
      );
    }
  }
  return transformObjects(objects, {
    namespace: config.namespace,
    namePrefix: config.namePrefix,
    nameSuffix: config.nameSuffix,
    images: config.images,
    annotations: config.commonAnnotations,
    labels: Object.assign(
      {},
      config.commonLabels,
      ...(config.labels ?? []).map((item: any) => item.pairs),
    ),
    patches: (config.patches ?? []).map((item: any) => {
      if (!item.path) return item;
      const path = posix.normalize(inDir(item.path));
      const patch = tree.get(path);
      if (patch === undefined) {
        throw new BuildError(`unable to find patch file ${unpacked(path)}`);
      }
      return { patch, target: item.target };
    }),
  });
}
