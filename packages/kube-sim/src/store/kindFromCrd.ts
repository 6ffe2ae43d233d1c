import type { Kind, KindSubresource } from './Kind';
import type { KubeObject } from './ObjectStore';

const VERBS = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];
const RW = ['get', 'patch', 'update'];

/** Stable before beta before alpha, then the higher number: Kubernetes' version priority. */
function rank(version: string): number {
  const found = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!found) {
    return -1;
  }
  const [, major, stage, minor] = found;
  const level = { alpha: 0, beta: 1 }[stage ?? ''] ?? 2;
  return level * 1e6 + Number(major) * 1e3 + Number(minor ?? 0);
}

/** What a CustomResourceDefinition object makes the server serve; undefined when nothing is served. */
export function kindFromCrd(crd: KubeObject): Kind | undefined {
  const { group, names, scope, versions } = crd.spec;
  const served = versions
    .filter((version: any) => version.served)
    .sort((a: any, b: any) => rank(b.name) - rank(a.name));
  if (served.length === 0) {
    return undefined;
  }
  const subresources: KindSubresource[] = [];
  if (served[0].subresources?.status) {
    subresources.push({ name: 'status', kind: names.kind, verbs: RW });
  }
  return {
    group,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    listKind: names.listKind ?? `${names.kind}List`,
    namespaced: scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    versions: served.map((version: any) => ({
      version: version.name,
      schema: version.schema?.openAPIV3Schema,
      printerColumns: version.additionalPrinterColumns,
    })),
    verbs: VERBS,
    subresources,
    custom: true,
    hasGeneration: true,
    virtual: false,
  };
}
