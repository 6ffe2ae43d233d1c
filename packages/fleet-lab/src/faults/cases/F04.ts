import type { FaultCase } from '../FaultCase';
import { goSilent } from './goSilent';

/** What the client sends is lost; what the server sends arrives. */
export const F04: FaultCase = {
  id: 'F04',
  title: 'Half-open connection (client to server lost)',
  criterion: 'As for F03.',
  sabotages: [
    {
      title: 'nobody asks a quiet cluster, and no ping',
      substitutions: [
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
  run: run => goSilent(run, 'deaf'),
};
