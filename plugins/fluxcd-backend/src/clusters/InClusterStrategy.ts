import { readFile } from 'node:fs/promises';
import type {
  ClusterConnection,
  CredentialStrategy,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { readInCluster } from './readInCluster';

/** The kubelet renews the file well before the token expires; client-go re-reads it as often. Milliseconds. */
const TOKEN_MAX_AGE_MS = 60_000;

/** The service account of the pod that the backend runs in. */
export class InClusterStrategy implements CredentialStrategy {
  readonly type = 'in-cluster';
  readonly #read: typeof readInCluster;
  readonly #now: () => number;

  constructor(
    options: { read?: typeof readInCluster; now?: () => number } = {},
  ) {
    this.#read = options.read ?? readInCluster;
    this.#now = options.now ?? Date.now;
  }

  async connect(): Promise<ClusterConnection> {
    const { server, caFile, tokenFile } = this.#read();
    let token: { value: string; readAt: number } | undefined;
    return {
      server,
      certificateAuthority: await readFile(caFile, 'utf8'),
      trustedAddress: true,
      getToken: async () => {
        const now = this.#now();
        if (!token || now - token.readAt >= TOKEN_MAX_AGE_MS) {
          const value = (await readFile(tokenFile, 'utf8')).trim();
          token = { value, readAt: now };
        }
        return token.value;
      },
    };
  }
}
