import { TIME_SCALE } from './scaledTime';
import type { Substitution } from './Substitution';

const fleet = 'plugins/fluxcd-backend/src/fleet';

/** What is no wait for a failure stays what it is: by the clock that passes faster, so much later. */
function keep(file: string, name: string, value: string): Substitution {
  return {
    file: `${fleet}/${file}.ts`,
    find: `const ${name} = ${value};`,
    replace: `const ${name} = ${TIME_SCALE} * ${value};`,
  };
}

/**
 * Lets replicas die after six seconds of silence, by the clock of the database, and look at each other once a second: less
 * than it is, but not to scale, for half a second cannot be kept on a busy machine.
 */
export const replicaTime: readonly Substitution[] = [
  {
    file: `${fleet}/lease/LeaseStore.ts`,
    find: 'export const TTL_MS = 15_000;',
    replace: 'export const TTL_MS = 6_000;',
  },
  {
    file: `${fleet}/lease/LeaseKeeper.ts`,
    find: 'const TICK_MS = 5_000;',
    replace: 'const TICK_MS = 1_000;',
  },
  // In the time of the database, which passes as it does.
  {
    file: `${fleet}/lease/LeaseKeeper.ts`,
    find: 'return Math.min(tick, Math.max(this.#nextDeath + 50, MIN_TICK_MS));',
    replace: `return ${TIME_SCALE} * Math.min(tick, Math.max(this.#nextDeath + 50, MIN_TICK_MS));`,
  },
  // Bookmarks of the simulated cluster are late when several replicas start on a busy machine; silence is no fault here.
  {
    file: 'plugins/fluxcd-backend/src/kubernetes/watchOnce.ts',
    find: 'const IDLE_MS = 90_000;',
    replace: 'const IDLE_MS = 900_000;',
  },
  // A scaled hour is less than what it takes to start a few replicas.
  keep('readReached', 'RESUME_WITHIN_MS', '3_600_000'),
  keep('FleetService', 'ASKED_MS', '1_000'),
  keep('index/FleetFollower', 'POLL_MS', '1_000'),
  keep('index/FleetFollower', 'PATIENCE_MS', '3_000'),
  keep('index/FleetFollower', 'HEAR_MS', '100'),
];
