import { ServiceUnavailableError } from '@backstage/errors';
import type {
  AzureTest,
  createAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import type { AzureSession } from '../credentials/AzureSession';
import type { CredentialPool } from '../credentials/CredentialPool';
import { ConnectionTest } from './ConnectionTest';
import type { ConnectionService } from './ConnectionService';

/** A person waits for it. Milliseconds. */
const DEADLINE_MS = 60_000;

/** Tries one imported cluster of a connection that runs; undefined when there is none. */
type TestCluster = (
  connectionId: string,
) => Promise<{ name: string; ok: boolean; message: string } | undefined>;

/** Tries, one step after the other, what a sync will do with a connection. Nothing is written anywhere. */
export class ConnectionTester {
  readonly #pool: CredentialPool;
  readonly #connections: ConnectionService;
  readonly #testCluster: TestCluster;

  constructor(options: {
    pool: CredentialPool;
    connections: ConnectionService;
    testCluster: TestCluster;
  }) {
    this.#pool = options.pool;
    this.#connections = options.connections;
    this.#testCluster = options.testCluster;
  }

  /**
   * With tokens that are fetched for the test alone. `signal`: of who waits for it. Fails with NotFoundError; whatever
   * else goes wrong is a step that failed.
   */
  async testStored(id: string, signal: AbortSignal): Promise<AzureTest> {
    let session: AzureSession;
    try {
      session = await this.#pool.openUnshared(id);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError)) throw error;
      return ConnectionTest.unusable(error.message);
    }
    return this.#run(session, signal, () => this.#testCluster(id));
  }

  /** Stores nothing. Fails with InputError for a cloud that is not known. */
  async testNew(
    input: z.output<typeof createAzureConnectionSchema>,
    options: { actor: string; signal: AbortSignal },
  ): Promise<AzureTest> {
    const session = this.#pool.create(
      this.#connections.draft(input, options),
      input.clientSecret,
    );
    return this.#run(session, options.signal, async () => undefined);
  }

  async #run(
    session: AzureSession,
    signal: AbortSignal,
    testCluster: () => ReturnType<TestCluster>,
  ): Promise<AzureTest> {
    return new ConnectionTest({
      session,
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      testCluster,
    }).run();
  }
}
