import { ObjectStore } from '../store/ObjectStore';
import { ControllerContext } from '../controllers/runtime/ControllerContext';
import { ControllerManager } from '../controllers/runtime/ControllerManager';
import { EventRecorder } from '../controllers/runtime/EventRecorder';
import { SimClock } from '../controllers/runtime/SimClock';
import { createControllers } from '../controllers/createControllers';
import { Tree } from './Repository';
import { Upstreams } from './Upstreams';
import { seededRandom } from './seededRandom';

/** A store with everything that moves in it: the controllers of Kubernetes and of Flux. */
export class SimulatedCluster {
  readonly context: ControllerContext;
  readonly #manager: ControllerManager;

  constructor(options: {
    name: string;
    fluxVersion: string;
    kubernetesVersion?: string;
    store: ObjectStore;
    clock: SimClock;
    upstreams: Upstreams;
    artifacts: Map<string, Tree>;
  }) {
    const { store, clock, name } = options;
    this.context = {
      store,
      clock,
      upstreams: options.upstreams,
      artifacts: options.artifacts,
      events: new EventRecorder({ store, clock }),
      cluster: {
        name,
        fluxVersion: options.fluxVersion,
        kubernetesVersion: options.kubernetesVersion ?? 'v1.36.2',
      },
      random: seededRandom(name),
    };
    this.#manager = new ControllerManager({
      context: this.context,
      controllers: createControllers(this.context),
    });
  }

  start(): void {
    this.#manager.start();
  }

  stop(): void {
    this.#manager.stop();
  }
}
