import type { ClusterServerOptions } from './ClusterServer';
import type { ControlCommand } from './ControlCommand';

/** What the parent of a `serve` process asks for. */
export type ServeRequest =
  | {
      id: number;
      type: 'start';
      clusters: Array<
        Omit<ClusterServerOptions, 'store' | 'logs'> & { controllers?: boolean }
      >;
    }
  | { id: number; type: 'control'; cluster: string; command: ControlCommand };

export interface ServeReply {
  id: number;
  result?: unknown;
  error?: string;
}
