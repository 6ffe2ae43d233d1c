import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Clock } from '../kubernetes/Clock';
import type { ClusterLink } from '../kubernetes/ClusterLink';
import { InlineReader } from '../kubernetes/InlineReader';
import { Reflector } from '../kubernetes/Reflector';
import type { ReflectorStore } from '../kubernetes/ReflectorStore';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Definitions are named PLURAL.GROUP. */
const NAMES = new Set(FLUX_KINDS.map(kind => `${kind.plural}.${kind.group}`));

/** Calls `onChange` when the definition of a Flux kind comes, changes or goes. Needs the right to watch definitions. */
export async function watchFluxDefinitions(options: {
  link: ClusterLink;
  clock: Clock;
  signal: AbortSignal;
  onChange: () => void;
}): Promise<void> {
  const { link, clock, signal, onChange } = options;
  let version: string | undefined;
  const change = (name: string, resourceVersion: string) => {
    version = resourceVersion;
    if (NAMES.has(name)) onChange();
  };
  const store: ReflectorStore<string> = {
    get resourceVersion() {
      return version;
    },
    async replace(pages) {
      let last: string | undefined;
      let isNamed = false;
      for await (const { items, resourceVersion } of pages) {
        isNamed ||= items.some(name => NAMES.has(name));
        last = resourceVersion;
      }
      // The first list tells nothing that discovery does not.
      if (version !== undefined && isNamed) onChange();
      version = last;
    },
    upsert: change,
    remove: change,
    bookmark(resourceVersion) {
      version = resourceVersion;
    },
  };
  await new Reflector<string>({
    path: PATH,
    // Names are all that matters; whole definitions weigh a hundred kilobytes each.
    metadataOnly: true,
    link,
    store,
    reader: new InlineReader({
      decode: object =>
        (object as { metadata: { name: string } }).metadata.name,
    }),
    clock,
    // Without the right, discovery every few minutes must do.
    onState: () => {},
  }).run(signal);
}
