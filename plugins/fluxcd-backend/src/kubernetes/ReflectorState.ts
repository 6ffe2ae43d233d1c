import type { ConnectionReason } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** How it stands with the kind that a reflector follows. */
export type ReflectorState =
  | { state: 'watching' }
  | {
      state: 'absent' | 'forbidden' | 'failed';
      reason: ConnectionReason;
      message: string;
    };
