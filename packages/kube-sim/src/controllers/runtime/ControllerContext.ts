import { ObjectStore } from '../../store/ObjectStore';
import { Tree } from '../../fleet/Repository';
import { Upstreams } from '../../fleet/Upstreams';
import { EventRecorder } from './EventRecorder';
import { SimClock } from './SimClock';

/** What every controller of one cluster works with. */
export interface ControllerContext {
  store: ObjectStore;
  clock: SimClock;
  events: EventRecorder;
  /** The repositories, charts and images outside the cluster. */
  upstreams: Upstreams;
  /** What artifacts hold, by digest; the whole fleet shares it. */
  artifacts: Map<string, Tree>;
  cluster: {
    name: string;
    /** Version of Flux in the cluster, such as `v2.9.4`. */
    fluxVersion: string;
    kubernetesVersion: string;
  };
  /** A number in [0, 1), the same sequence at every start. */
  random: () => number;
}
