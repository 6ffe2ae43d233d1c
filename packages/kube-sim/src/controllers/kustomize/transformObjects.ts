import { KubeObject } from '../../store/ObjectStore';
import { objectRef } from '../runtime/objectRef';
import { readYaml } from '../runtime/readYaml';
import { BuildError } from './BuildError';
import { mergeObjects } from './mergeObjects';

interface Transformations {
  namespace?: string;
  namePrefix?: string;
  nameSuffix?: string;
  images?: Array<{ name: string; newName?: string; newTag?: string }>;
  patches?: Array<{
    patch: string;
    target?: { kind?: string; name?: string; namespace?: string };
  }>;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

const split = (image: string) => {
  const [, name, tag] = /^(.*?)(?::([^:/]+))?$/.exec(image)!;
  return { name, tag };
};

function setImages(
  object: any,
  images: NonNullable<Transformations['images']>,
): any {
  if (Array.isArray(object)) return object.map(item => setImages(item, images));
  if (typeof object !== 'object' || object === null) return object;
  const result: any = {};
  for (const [key, value] of Object.entries<any>(object)) {
    const current =
      key === 'image' && typeof value === 'string' && split(value);
    const rule = current && images.find(({ name }) => name === current.name);
    if (current && rule) {
      const tag = rule.newTag ?? current.tag;
      result[key] = `${rule.newName ?? current.name}${tag ? `:${tag}` : ''}`;
    } else {
      result[key] = setImages(value, images);
    }
  }
  return result;
}

function applyPatch(
  objects: KubeObject[],
  { patch, target }: NonNullable<Transformations['patches']>[number],
): KubeObject[] {
  const content: any = readYaml(patch);
  const wanted = target ?? {
    kind: content?.kind,
    name: content?.metadata?.name,
  };
  let found = false;
  const result = objects.map(object => {
    const fits =
      (!wanted.kind || wanted.kind === object.kind) &&
      (!wanted.name || wanted.name === object.metadata.name);
    if (!fits) return object;
    found = true;
    const merged: any = mergeObjects<any>(object, content);
    return {
      ...merged,
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: {
        ...merged.metadata,
        name: object.metadata.name,
        ...(object.metadata.namespace && {
          namespace: object.metadata.namespace,
        }),
      },
    };
  });
  if (!found && !target) {
    throw new BuildError(
      `no resource matches strategic merge patch "${wanted.kind}.${wanted.name}": no matches for Id ${wanted.kind}.${wanted.name}; failed to find unique target for patch`,
    );
  }
  return result;
}

/** What kustomize and the fields of a Kustomization do to built objects. The objects handed in are not changed. */
export function transformObjects(
  objects: KubeObject[],
  options: Transformations,
): KubeObject[] {
  let result = objects;
  for (const patch of options.patches ?? []) result = applyPatch(result, patch);
  const { images, namePrefix = '', nameSuffix = '' } = options;
  return result.map(object => {
    const withImages: KubeObject = images?.length
      ? setImages(object, images)
      : object;
    const { metadata } = withImages;
    const scoped = !objectRef.isClusterScoped(object.kind);
    return {
      ...withImages,
      metadata: {
        ...metadata,
        name: `${namePrefix}${metadata.name}${nameSuffix}`,
        ...(scoped && options.namespace && { namespace: options.namespace }),
        ...(options.labels && {
          labels: { ...metadata.labels, ...options.labels },
        }),
        ...(options.annotations && {
          annotations: { ...metadata.annotations, ...options.annotations },
        }),
      },
    };
  });
}
