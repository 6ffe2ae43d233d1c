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
      title: 'a watch may be silent for ever, and nobody asks',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/watchOnce.ts',
          find: 'armIdle(IDLE_MS);',
          replace: '',
        },
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/watchOnce.ts',
          find: 'timeoutSeconds * 1000 + GRACE_MS',
          replace: '1e9',
        },
        {
          file: 'plugins/fluxcd-backend/src/fleet/keepInTouch.ts',
          find: 'while (!signal.aborted) {',
          replace: 'while (false) {',
        },
      ],
    },
  ],
  run: run => goSilent(run, 'blackhole'),
};
