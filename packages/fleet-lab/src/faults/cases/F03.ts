import type { FaultCase } from '../FaultCase';
import { goSilent } from './goSilent';

/** Everything is dropped, both ways, without a FIN. */
export const F03: FaultCase = {
  id: 'F03',
  title: 'Hang without FIN (blackhole)',
  criterion:
    'Noticed within the scaled minute, the dead sockets are closed, and after it the rows are the truth; over HTTP/2 and HTTP/1.1.',
  sabotages: [
    {
      title: 'no ping on HTTP/2',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Http2Session.ts',
          find: 'this.#ping();',
          replace: '',
        },
      ],
    },
    {
      title: 'a watch may be silent for ever',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/watchOnce.ts',
          find: 'const IDLE_MS = 90_000;',
          replace: 'const IDLE_MS = 1e9;',
        },
      ],
    },
  ],
  run: run =>
    goSilent(run, { mode: 'blackhole', states: ['disconnected'], dead: true }),
};
