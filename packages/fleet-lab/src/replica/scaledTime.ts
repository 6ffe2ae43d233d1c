import type { Substitution } from './Substitution';

/** How much faster than the clock on the wall the waits of a replica pass. */
export const TIME_SCALE = 30;

const kubernetes = 'plugins/fluxcd-backend/src/kubernetes';
const fleet = 'plugins/fluxcd-backend/src/fleet';

/** Of all replicas of one lab, so that their clocks agree. */
const began = Date.now();

/**
 * Lets the waits of the data plane pass thirty times faster: whatever goes by its clock (back-offs, idle limits, lengths of
 * watches, discovery, probes), and the limits that go by timers of Node.
 */
export const scaledTime: readonly Substitution[] = [
  {
    file: `${kubernetes}/Clock.ts`,
    find: 'now: () => Date.now(),',
    replace: `now: () => ${began} + (Date.now() - ${began}) * ${TIME_SCALE} + (globalThis as any).fleetLabSkew,`,
  },
  {
    file: `${kubernetes}/Clock.ts`,
    find: 'setTimeout(callback, ms)',
    replace: `setTimeout(callback, ms / ${TIME_SCALE})`,
  },
  {
    file: `${kubernetes}/Http2Session.ts`,
    find: 'const PING_AFTER_MS = 30_000;',
    replace: 'const PING_AFTER_MS = 1_000;',
  },
  // Less than to scale: an answer within half a second cannot be promised on a busy machine.
  {
    file: `${kubernetes}/Http2Session.ts`,
    find: 'const PING_TIMEOUT_MS = 15_000;',
    replace: 'const PING_TIMEOUT_MS = 1_500;',
  },
  {
    file: `${kubernetes}/createDial.ts`,
    find: 'const CONNECT_TIMEOUT_MS = 10_000;',
    replace: 'const CONNECT_TIMEOUT_MS = 2_000;',
  },
  {
    file: `${kubernetes}/PooledKubernetesClient.ts`,
    find: 'const DEFAULT_TIMEOUT_MS = 30_000;',
    replace: 'const DEFAULT_TIMEOUT_MS = 4_000;',
  },
  {
    file: `${fleet}/keepInTouch.ts`,
    find: 'const TIMEOUT_MS = 10_000;',
    replace: 'const TIMEOUT_MS = 1_500;',
  },
  // Collecting changes is no wait for a failure: it stays what it is.
  {
    file: `${fleet}/ResourceWriter.ts`,
    find: 'const COLLECT_MS = 200;',
    replace: `const COLLECT_MS = ${200 * TIME_SCALE};`,
  },
];
