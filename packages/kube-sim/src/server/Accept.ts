/** The form in which a client wants its answer. */
export interface Accept {
  format: 'json' | 'yaml';
  /** A transformation of meta.k8s.io, or the aggregated discovery list. */
  as?:
    | 'Table'
    | 'PartialObjectMetadata'
    | 'PartialObjectMetadataList'
    | 'APIGroupDiscoveryList';
}

const FORMATS: Record<string, Accept['format']> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  '*/*': 'json',
  'application/*': 'json',
};
const META = new Set([
  'Table',
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
]);

/** The first acceptable entry of an Accept header; undefined when none is. */
export function parseAccept(header: string | undefined): Accept | undefined {
  for (const entry of (header || '*/*').split(',')) {
    const [type, ...rest] = entry.split(';').map(part => part.trim());
    const format = FORMATS[type.toLowerCase()];
    const params = new Map(
      rest.map(part => {
        const [name, value] = part.split('=');
        return [name, value?.replace(/^"|"$/g, '')];
      }),
    );
    const as = params.get('as');
    if (!format) {
      continue;
    }
    if (as === undefined) {
      return { format };
    }
    const group = params.get('g');
    const version = params.get('v');
    if (META.has(as) && group === 'meta.k8s.io' && version?.startsWith('v1')) {
      return { format, as: as as Accept['as'] };
    }
    if (
      as === 'APIGroupDiscoveryList' &&
      group === 'apidiscovery.k8s.io' &&
      version === 'v2'
    ) {
      return { format, as };
    }
  }
  return undefined;
}
