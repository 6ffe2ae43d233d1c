import { Program } from '../process/Program';
import type {
  ApiServerCounts,
  ApiServerOptions,
  EventPlan,
  Truth,
} from './ApiServerOptions';

/** A running server of the bench. */
export interface BenchApiServer {
  /** Of cluster `i`, without a slash at the end. */
  url(cluster: number): string;
  port: number;
  caPem: string;
  /** Objects in all clusters. */
  objects: number;
  counts(): Promise<ApiServerCounts>;
  resetCounts(): Promise<void>;
  /** Renders the patches of a plan and answers how many they are. */
  prepare(plan: EventPlan): Promise<number>;
  /** When the result of each marked reconciliation was sent, by mark. Milliseconds since 1970. */
  sent(): Promise<Record<string, number>>;
  /** Sends what was prepared to the watches that are open, and ends when all is sent. */
  play(): Promise<void>;
  /** Every Kustomization of a cluster, in no particular order. */
  truth(cluster: number): Promise<Truth[]>;
  stop(): Promise<void>;
}

/** Starts API servers that answer as fast as a machine can, in a process of their own. */
export async function startApiServer(
  options: ApiServerOptions,
): Promise<BenchApiServer> {
  const program = await Program.start('apiServer', { maxHeapMb: 12_000 });
  const { port, caPem, objects } = await program.call<{
    port: number;
    caPem: string;
    objects: number;
  }>('start', options);
  return {
    port,
    caPem,
    objects,
    url: cluster => `https://127.0.0.1:${port}/c${cluster}`,
    counts: () => program.call('counts'),
    resetCounts: () => program.call('resetCounts'),
    prepare: plan => program.call('prepare', plan),
    sent: () => program.call('sent'),
    play: () => program.call('play'),
    truth: cluster => program.call('truth', cluster),
    stop: () => program.stop(),
  };
}
