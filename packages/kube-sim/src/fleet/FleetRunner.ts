import { ClusterServer } from '../cluster/ClusterServer';
import { SimClock } from '../controllers/runtime/SimClock';
import { duration } from '../controllers/runtime/duration';
import { mergePatch } from '../server/mergePatch';
import type { TokenIssuer } from '../server/IssuedTokens';
import { KubeObject } from '../store/ObjectStore';
import { MemoryObjectStore } from '../store/MemoryObjectStore';
import { fluxComponents } from '../controllers/operator/fluxComponents';
import { ClusterDefinition, FleetDefinition } from './FleetDefinition';
import { PodLogs } from './PodLogs';
import { Tree } from './Repository';
import { SimulatedCluster } from './SimulatedCluster';
import { Upstreams } from './Upstreams';

/** Virtual time advances in slices, so that signals and background work of the process get their turn. */
const SLICE_MS = 15_000;

interface Running {
  definition: ClusterDefinition;
  server: ClusterServer;
  simulated: SimulatedCluster;
}

/** A fleet in this process: stores, controllers and HTTPS servers, with a past that is replayed at the start. */
export class FleetRunner {
  readonly clock: SimClock;
  readonly upstreams: Upstreams;
  readonly clusters: Running[] = [];
  readonly #artifacts = new Map<string, Tree>();

  /** The clock starts that long before now, milliseconds. */
  constructor(options: { upstreams: Upstreams; pastMs: number }) {
    this.upstreams = options.upstreams;
    this.clock = new SimClock({ startAt: Date.now() - options.pastMs });
  }

  async add(
    definition: ClusterDefinition,
    options: {
      port?: number;
      folder?: string;
      tokens?: Record<string, string>;
      tokenIssuer?: TokenIssuer;
      historySize?: number;
    } = {},
  ): Promise<void> {
    const { name, flux, kubernetesVersion } = definition;
    const store = new MemoryObjectStore({
      now: () => this.clock.now(),
      historySize: options.historySize,
      // Seconds, so that versions grow over restarts and old watches are told to start anew.
      firstVersion: Math.floor(Date.now() / 1000),
    });
    const server = await ClusterServer.create({
      name,
      store,
      kubernetesVersion,
      port: options.port,
      folder: options.folder,
      tokens: options.tokens,
      tokenIssuer:
        definition.trustsIssuer === false ? undefined : options.tokenIssuer,
      logs: new PodLogs({ upstreams: this.upstreams }),
    });
    const simulated = new SimulatedCluster({
      name,
      fluxVersion: flux.version,
      kubernetesVersion,
      store,
      clock: this.clock,
      upstreams: this.upstreams,
      artifacts: this.#artifacts,
    });
    simulated.start();
    this.#furnish(definition, store);
    this.clusters.push({ definition, server, simulated });
  }

  /** Runs virtual time: new revisions and edits by hand come when they came. */
  async replay(
    fleet: FleetDefinition,
    options: { firstMs: number; sleepMs: number; lastMs: number },
  ): Promise<void> {
    await this.#advance(options.firstMs);
    if (options.sleepMs > 0) {
      this.clock.skip(options.sleepMs);
      for (const { simulated } of this.clusters) {
        simulated.context.events.purge();
      }
    }
    for (const { agoMs, publish } of fleet.publications) {
      this.clock.after(options.lastMs - agoMs, () => publish(this.clock.now()));
    }
    for (const { definition, server } of this.clusters) {
      for (const edit of definition.edits) {
        const agoMs = duration.parse(edit.ago) ?? 0;
        this.clock.after(options.lastMs - agoMs, () => {
          const { group, kind, namespace, name, manager, patch } = edit;
          const object = server.store.get(group, kind, namespace, name);
          if (!object) throw new Error(`No ${kind} ${namespace}/${name}`);
          server.store.update(mergePatch(object, patch) as KubeObject, {
            manager,
          });
        });
      }
    }
    await this.#advance(options.lastMs);
  }

  /** From now on in real time, open for requests. */
  async goLive(options: { speed: number }): Promise<void> {
    this.clock.goLive(options);
    for (const { server } of this.clusters) await server.start();
  }

  async stop(): Promise<void> {
    this.clock.stop();
    for (const { server, simulated } of this.clusters) {
      simulated.stop();
      await server.stop();
    }
  }

  async #advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= SLICE_MS) {
      this.clock.advance(Math.min(left, SLICE_MS));
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  #furnish(definition: ClusterDefinition, store: MemoryObjectStore): void {
    const { name, flux, objects } = definition;
    const options = { manager: 'flux' };
    const put = (object: KubeObject) => store.apply(object, options);
    put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'flux-system' },
    });
    for (let index = 1; index <= 3; index++) {
      const node = store.create(
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: `${name}-worker-${index}` },
          spec: {},
        },
        { manager: 'kubelet' },
      );
      store.updateStatus(
        {
          ...node,
          status: {
            conditions: [
              { type: 'Ready', status: 'True', reason: 'KubeletReady' },
            ],
            nodeInfo: {
              kubeletVersion: definition.kubernetesVersion ?? 'v1.36.2',
              operatingSystem: 'linux',
              architecture: 'amd64',
            },
          },
        },
        { manager: 'kubelet' },
      );
    }
    if (flux.installedBy === 'bootstrap') {
      fluxComponents(flux).forEach(put);
    }
    objects.forEach(put);
  }
}
