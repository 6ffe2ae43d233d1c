import type {
  ClusterKind,
  Connection,
  ConnectionReason,
  FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { LinkFailure } from '../kubernetes/ClusterLink';

/** How it stands with one kind of a cluster. */
export interface KindHealth {
  state: ClusterKind['state'];
  version?: string;
  reason?: ConnectionReason;
  message?: string;
}

/** Everything that the state of a connection is judged by. */
export interface ConnectionObservation {
  /** The state so far. */
  previous: Connection['state'];
  failure?: LinkFailure;
  /** Whether any watch is open. */
  live: boolean;
  /** When the cluster last answered anything. Milliseconds since 1970. */
  lastContact?: number;
  /** Why discovery, the last time, answered something but no kinds. */
  discoveryFailure?: { reason: ConnectionReason; message: string };
  kinds: ReadonlyMap<FluxKind, KindHealth>;
}

/** One failed attempt beside open watches is daily business. */
const NOTABLE_ATTEMPTS = 2;

/** The state of the link to a cluster in one word, with reason. */
export function summarizeConnection(
  observation: ConnectionObservation,
): Pick<Connection, 'state' | 'reason' | 'message'> {
  const { previous, failure, live, discoveryFailure, kinds } = observation;
  // An open watch that brought nothing since requests go unanswered may be dead itself.
  const silent =
    failure !== undefined &&
    failure.attempts >= NOTABLE_ATTEMPTS &&
    (observation.lastContact ?? 0) < failure.since;
  if (failure && (!live || silent)) {
    const { reason, message } = failure;
    return { state: 'disconnected', reason, message };
  }
  if (failure && failure.attempts >= NOTABLE_ATTEMPTS) {
    const { reason, message } = failure;
    return { state: 'degraded', reason, message };
  }
  if (discoveryFailure && !live) {
    return { state: 'disconnected', ...discoveryFailure };
  }
  if (kinds.size === 0) return { state: 'connecting' };
  const served = [...kinds].filter(([, health]) => health.state !== 'absent');
  if (!served.length) {
    return {
      state: 'degraded',
      reason: 'flux-missing',
      message: 'The cluster answers, but no Flux kind is installed in it.',
    };
  }
  const bad = served.filter(
    ([, { state }]) => state === 'forbidden' || state === 'failed',
  );
  if (bad.length) {
    const names = bad.map(([kind]) => kind.kind).join(', ');
    const [, first] = bad[0];
    return {
      state: 'degraded',
      reason: first.reason ?? 'unknown',
      message: `Cannot be read: ${names}. ${first.message ?? ''}`.trim(),
    };
  }
  const young = previous === 'connecting' || previous === 'disconnected';
  // A kind that is new in a connected cluster does not take the connection back.
  return young && served.some(([, { state }]) => state === 'pending')
    ? { state: 'connecting' }
    : { state: 'connected' };
}
