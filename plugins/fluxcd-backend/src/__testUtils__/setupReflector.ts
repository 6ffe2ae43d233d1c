import { ManualClock } from './ManualClock';
import { ScriptedKubernetesClient } from './ScriptedKubernetesClient';
import { ClusterLink } from '../kubernetes/ClusterLink';
import { InlineReader } from '../kubernetes/InlineReader';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { Reflector } from '../kubernetes/Reflector';
import type { ReflectorState } from '../kubernetes/ReflectorState';
import type { Pages, ReflectorStore } from '../kubernetes/ReflectorStore';

export const PATH = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';

export function object(name: string, resourceVersion: string) {
  return { metadata: { name, uid: `uid-${name}`, resourceVersion } };
}

export function list(
  names: string[],
  metadata: { resourceVersion: string; continue?: string },
) {
  return { metadata, items: names.map(n => object(n, '1')) };
}

export function failure(
  reason: KubernetesError['reason'],
  status?: number,
  retryAfterSeconds?: number,
) {
  return new KubernetesError(`it failed: ${reason}`, {
    reason,
    status,
    retryAfterSeconds,
  });
}

/** A store that commits when the test says so. */
class MemoryStore implements ReflectorStore<string> {
  names = new Set<string>();
  replaced: string[][] = [];
  resourceVersion: string | undefined;
  seen: string | undefined;
  autoCommit = true;

  async replace(pages: Pages<string>) {
    const items: string[] = [];
    let last: string | undefined;
    for await (const page of pages) {
      items.push(...page.items);
      last = page.resourceVersion;
    }
    this.replaced.push(items);
    this.names = new Set(items);
    this.resourceVersion = last;
  }
  upsert(item: string, version: string) {
    this.names.add(item);
    this.#see(version);
  }
  remove(item: string, version: string) {
    this.names.delete(item);
    this.#see(version);
  }
  bookmark(version: string) {
    this.#see(version);
  }
  commit() {
    this.resourceVersion = this.seen;
  }
  #see(version: string) {
    this.seen = version;
    if (this.autoCommit) this.commit();
  }
}

/** A reflector on a scripted API server, a store in memory and time that moves by hand. */
export function setupReflector() {
  const clock = new ManualClock();
  const client = new ScriptedKubernetesClient();
  client.answer = () => list(['a', 'b'], { resourceVersion: '10' });
  const store = new MemoryStore();
  const states: ReflectorState[] = [];
  const connects: Array<{ fresh?: boolean } | undefined> = [];
  const link = new ClusterLink({
    connect: async options => {
      connects.push(options);
      return client;
    },
    clock,
    onChange: () => {},
  });
  const abort = new AbortController();
  const reader = new InlineReader({
    decode: o => (o as { metadata: { name: string } }).metadata.name,
  });
  const create = (path = PATH) =>
    new Reflector<string>({
      path,
      link,
      store,
      reader,
      clock,
      onState: state => states.push(state),
    });
  const start = async () => {
    const result = create().run(abort.signal);
    await clock.settle();
    return { result };
  };
  return {
    clock,
    client,
    store,
    reader,
    states,
    connects,
    link,
    abort,
    create,
    start,
  };
}
