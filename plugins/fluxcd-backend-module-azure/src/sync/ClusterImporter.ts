import { ConflictError, InputError } from '@backstage/errors';
import type {
  ClusterRegistry,
  DiscoveredCluster,
  RegisteredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AksRow } from '../clusters/AksRow';
import type { ClusterVerdict } from '../clusters/judgeCluster';
import { guessCredentials } from '../clusters/guessCredentials';
import { readAksCredentials } from '../clusters/readAksCredentials';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';
import type { AksClusterStore } from './AksClusterStore';
import { describeCluster } from './describeCluster';
import { fingerprintOf } from './fingerprintOf';
import { notStored } from './notStored';

/** Brings the row of one cluster in the portal in step with its listing. */
export class ClusterImporter {
  readonly #clusters: ClusterRegistry;
  readonly #store: AksClusterStore;
  readonly #environmentTag: string;

  constructor(options: {
    clusters: ClusterRegistry;
    store: AksClusterStore;
    environmentTag: string;
  }) {
    this.#clusters = options.clusters;
    this.#store = options.store;
    this.#environmentTag = options.environmentTag;
  }

  /**
   * Asks for the credential only when something changed since it was read, or when it no longer opens the cluster.
   * `foreign`: another connection claimed it first. Fails as the SDK does, with UnusableAnswerError, with ConflictError or
   * InputError of the registry, and with ForwardedError when the portal could not store it.
   */
  async import(options: {
    row: AksRow;
    signIn: NonNullable<ClusterVerdict['signIn']>;
    session: AzureSession;
    registered: RegisteredCluster | undefined;
    /** What the sync before wrote down of it. */
    known: AksClusterRecord | undefined;
    /** Names to try in turn when it is new. */
    names: readonly string[];
    signal: AbortSignal;
  }): Promise<{
    result: 'imported' | 'updated' | 'unchanged' | 'foreign';
    name: string;
  }> {
    const { row, signIn, session, registered, known, names, signal } = options;
    const connectionId = session.connection.id;
    const description = describeCluster(row, session, this.#environmentTag);
    const fingerprint = fingerprintOf({
      row,
      connectionId,
      signIn,
      description,
    });
    // Hundreds of clusters of which nothing is new must not cost a query each.
    const current =
      known?.connectionId === connectionId && known.fingerprint === fingerprint;
    if (registered && current && !isSuspect(registered, signIn)) {
      return { result: 'unchanged', name: registered.name };
    }
    const record = await this.#store.claim(row, connectionId).catch(error => {
      throw notStored(error);
    });
    if (record.connectionId !== connectionId) {
      return { result: 'foreign', name: row.name };
    }
    try {
      const credentials =
        signIn === 'entra-later'
          ? guessCredentials(session, row)
          : await readAksCredentials(session, row, signIn, signal);
      const { id, name } = await this.#upsert(
        { sourceId: row.armId, ...description, ...credentials },
        registered ? [registered.name] : names,
      );
      await this.#store
        .save(row, { connectionId, clusterId: id, name, fingerprint })
        .catch(error => {
          throw notStored(error);
        });
      return { result: registered ? 'updated' : 'imported', name };
    } catch (error) {
      // Another connection may have better luck.
      if (!registered && !record.clusterId) await this.#store.delete(row.armId);
      throw error;
    }
  }

  /** The first name that no other cluster has. Of other conflicts, a server that is there already say, the last counts. */
  async #upsert(
    cluster: Omit<DiscoveredCluster, 'name'>,
    names: readonly string[],
  ): Promise<{ id: string; name: string }> {
    let conflict: unknown = new InputError('No name is left for the cluster');
    for (const name of names) {
      try {
        const { id } = await this.#clusters.upsert({ ...cluster, name });
        return { id, name };
      } catch (error) {
        if (error instanceof InputError) throw error;
        if (!(error instanceof ConflictError)) throw notStored(error);
        conflict = error;
      }
    }
    throw conflict;
  }
}

/**
 * The certificate authority, or the cluster's own client certificate, may have been changed without a word in the list. Or
 * no key opens them: then the registry refuses, and that must be told.
 */
function isSuspect(
  { reason }: RegisteredCluster,
  signIn: ClusterVerdict['signIn'],
): boolean {
  return (
    reason === 'tls' ||
    reason === 'credentials-unreadable' ||
    (reason === 'unauthorized' && signIn !== 'entra')
  );
}
