import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from './ObjectStore';

const FOLDER = join(__dirname, '../../crds');

interface CondensedCrd {
  group: string;
  version: string;
  kind: string;
  listKind: string;
  plural: string;
  singular: string;
  categories?: string[];
  scope: string;
  shortNames?: string[];
  subresources: Record<string, unknown>;
  printerColumns?: unknown[];
  openAPIV3Schema: unknown;
}

function toCrd(crd: CondensedCrd): KubeObject {
  const version: Record<string, unknown> = {
    name: crd.version,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: crd.openAPIV3Schema },
    additionalPrinterColumns: crd.printerColumns ?? [],
  };
  if (Object.keys(crd.subresources).length > 0) {
    version.subresources = crd.subresources;
  }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${crd.plural}.${crd.group}`,
      labels: { 'app.kubernetes.io/part-of': 'flux' },
    },
    spec: {
      group: crd.group,
      names: {
        kind: crd.kind,
        listKind: crd.listKind,
        plural: crd.plural,
        singular: crd.singular,
        shortNames: crd.shortNames ?? [],
        categories: crd.categories ?? [],
      },
      scope: crd.scope,
      versions: [version],
    },
  };
}

let cached: KubeObject[] | undefined;

/** The CustomResourceDefinitions of Flux 2.9 and of flux-operator; do not change the objects. */
export function fluxCrds(): KubeObject[] {
  cached ??= readdirSync(FOLDER)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => toCrd(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))));
  return cached;
}
