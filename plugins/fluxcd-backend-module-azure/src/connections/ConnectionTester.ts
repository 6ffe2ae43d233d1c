import type { AzureTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureSession } from '../credentials/AzureSession';

/** Tries, one step after the other, what a sync will do with a connection. Nothing is written anywhere. */
export class ConnectionTester {
  readonly #testCluster: TestCluster;

  constructor(options: { testCluster: TestCluster }) {
    this.#testCluster = options.testCluster;
  }

  /** `signal`: of who waits for it. Never fails but by that. */
  async test(_session: AzureSession, _signal: AbortSignal): Promise<AzureTest> {
    await this.#testCluster('');
    return { ok: false, steps: [] };
  }
}

/** Tries one imported cluster that runs; undefined when there is none. */
type TestCluster = (
  connectionId: string,
) => Promise<{ name: string; ok: boolean; message: string } | undefined>;
