import type { FaultCase } from '../FaultCase';
import { goSilent } from './goSilent';

/** What the client sends is lost; what the server sends arrives. */
export const F04: FaultCase = {
  id: 'F04',
  title: 'Half-open connection (client to server lost)',
  criterion:
    'Noticed within the scaled minute, though watches may bring events on; after it the rows are the truth; over HTTP/2 and HTTP/1.1.',
  sabotages: [
    {
      title: 'nobody asks a quiet cluster: no probe, no ping, no new watch',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'const MIN_WATCH_SECONDS = 240;',
          replace: 'const MIN_WATCH_SECONDS = 40_000;',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'const MAX_WATCH_SECONDS = 480;',
          replace: 'const MAX_WATCH_SECONDS = 48_000;',
        },
        {
          file: 'plugins/fluxcd-backend/src/fleet/DiscoverySchedule.ts',
          find: 'const ROUTINE_MS = 300_000;',
          replace: 'const ROUTINE_MS = 300_000_000;',
        },
        {
          file: 'plugins/fluxcd-backend/src/fleet/keepInTouch.ts',
          find: 'while (!signal.aborted) {',
          replace: 'while (false) {',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Http2Session.ts',
          find: 'this.#ping();',
          replace: '',
        },
      ],
    },
  ],
  run: run =>
    goSilent(run, {
      mode: 'deaf',
      states: ['degraded', 'disconnected'],
      dead: false,
    }),
};
