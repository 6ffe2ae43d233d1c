import type { JsonObject } from '@backstage/types';
import {
  type ClusterAuth,
  type ConnectionTest,
  findFluxKind,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { discoverKinds } from '../kubernetes/discoverKinds';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { readVersions } from '../kubernetes/readVersions';
import { toConnectionReason } from '../kubernetes/toConnectionReason';
import { toTransportError } from '../kubernetes/toTransportError';
import type { AddressGuard } from '../security/AddressGuard';
import type { ClusterCredentials } from '../security/ClusterCredentials';
import type { ClientFactory } from './ClientFactory';
import { reviewAccess } from './reviewAccess';

type Step = ConnectionTest['steps'][number];
type Outcome = Pick<Step, 'state' | 'reason' | 'message'>;

const STEPS = [
  'address',
  'connect',
  'authenticate',
  'authorize',
  'flux',
] as const;
const TIMEOUT_MS = 10_000;
const AUTHENTICATION = '/apis/authentication.k8s.io/v1';

const SKIPPED: Outcome = {
  state: 'skipped',
  message: 'Not tried, since a step before it failed.',
};

/** Tries, one step after the other, what the plugin will do with a cluster. Nothing is written to it. */
export class ConnectionTester {
  readonly #guard: AddressGuard;
  readonly #factory: ClientFactory;

  constructor(options: { guard: AddressGuard; factory: ClientFactory }) {
    this.#guard = options.guard;
    this.#factory = options.factory;
  }

  /** `id`: of a registered cluster; its strategy may know it by that. */
  async test(
    credentials: Pick<ClusterCredentials, 'server' | 'auth'> & {
      secret?: JsonObject;
    },
    id = 'test',
  ): Promise<ConnectionTest> {
    const test: ConnectionTest = {
      ok: true,
      server: credentials.server,
      steps: [],
      access: [],
    };
    const client = await this.#factory.create({ id, ...credentials });
    try {
      await this.#run(test, credentials, client);
    } finally {
      await client.close();
    }
    return test;
  }

  async #run(
    test: ConnectionTest,
    cluster: { server: string; auth: ClusterAuth },
    client: KubernetesClient,
  ): Promise<void> {
    let kinds: FluxKind[] = [];
    const work: Record<Step['step'], () => Promise<Outcome>> = {
      address: () => this.#checkAddress(cluster),
      connect: () => connect(client, test),
      authenticate: () => authenticate(client, test),
      authorize: async () => {
        const found = await discoverKinds(directly(client));
        kinds = found.filter(f => f.version).map(f => f.kind);
        return authorize(client, test, kinds);
      },
      flux: () => findFlux(client, test, kinds),
    };
    for (const step of STEPS) {
      const outcome = test.ok ? await attempt(work[step]) : SKIPPED;
      test.ok &&= outcome.state !== 'failed';
      test.steps.push({ step, ...outcome });
    }
  }

  async #checkAddress(cluster: {
    server: string;
    auth: ClusterAuth;
  }): Promise<Outcome> {
    const { host, hostname } = new URL(cluster.server);
    try {
      // The operator's own choice, which nobody can enter: it needs no entry in the list.
      const guard =
        cluster.auth.type === 'in-cluster'
          ? this.#guard.trusting(hostname.replace(/^\[|\]$/g, ''))
          : this.#guard;
      await guard.resolve(hostname);
    } catch (error) {
      throw toTransportError(error, host);
    }
    return passed('The address of the server may be dialled.');
  }
}

function passed(message: string): Outcome {
  return { state: 'passed', message };
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KubernetesError)) {
      throw error;
    }
    return {
      state: 'failed',
      reason: toConnectionReason(error),
      message: error.message,
    };
  }
}

/** As discovery wants a client: without waiting for a failing cluster, and to the end. */
function directly(client: KubernetesClient) {
  return {
    call: <R>(work: (c: KubernetesClient) => Promise<R>) => work(client),
    signal: new AbortController().signal,
  };
}

async function connect(
  client: KubernetesClient,
  test: ConnectionTest,
): Promise<Outcome> {
  try {
    const version = await client.request<{ gitVersion?: unknown }>({
      path: '/version',
      timeoutMs: TIMEOUT_MS,
    });
    if (typeof version?.gitVersion !== 'string') {
      throw new KubernetesError(
        'The server answers, but not as a Kubernetes API server does.',
        { reason: 'not-kubernetes' },
      );
    }
    test.kubernetesVersion = version.gitVersion.slice(0, 64);
    return passed(
      `Connected over TLS to Kubernetes ${test.kubernetesVersion}.`,
    );
  } catch (error) {
    // That the server says no shows that there is one; the next steps say why.
    if (
      error instanceof KubernetesError &&
      (error.reason === 'unauthorized' || error.reason === 'forbidden')
    ) {
      return passed('Connected over TLS.');
    }
    throw error;
  }
}

async function authenticate(
  client: KubernetesClient,
  test: ConnectionTest,
): Promise<Outcome> {
  let username: unknown;
  try {
    const review = await client.request<{
      status?: { userInfo?: { username?: unknown } };
    }>({
      method: 'POST',
      path: `${AUTHENTICATION}/selfsubjectreviews`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      },
      timeoutMs: TIMEOUT_MS,
    });
    username = review?.status?.userInfo?.username;
  } catch (error) {
    // Before Kubernetes 1.28 there is no such review, and it may be forbidden.
    if (
      error instanceof KubernetesError &&
      (error.reason === 'not-found' || error.reason === 'forbidden')
    ) {
      return passed(
        'The credential is accepted; the server does not say for whom.',
      );
    }
    throw error;
  }
  if (username === 'system:anonymous') {
    throw new KubernetesError(
      'The API server ignores the credential and takes the request for an anonymous one: it may be of another cluster.',
      { reason: 'unauthorized' },
    );
  }
  if (typeof username !== 'string' || username === '') {
    return passed(
      'The credential is accepted; the server does not say for whom.',
    );
  }
  test.username = username.slice(0, 256);
  return passed(`Signed in as ${test.username}.`);
}

async function authorize(
  client: KubernetesClient,
  test: ConnectionTest,
  kinds: FluxKind[],
): Promise<Outcome> {
  const access = await reviewAccess(client, kinds, TIMEOUT_MS);
  test.access = access;

  const readable = access.filter(a => a.read);
  if (kinds.length === 0) {
    return passed('No Flux kind to read yet.');
  }
  if (readable.length === 0) {
    throw new KubernetesError(
      'The credential may not list and watch any Flux kind in all namespaces.',
      { reason: 'forbidden' },
    );
  }
  const hidden = access.filter(a => !a.read).map(a => a.kind);
  const fixed = readable
    .filter(a => !a.reconcile && findFluxKind(a.group, a.kind)?.reconcilable)
    .map(a => a.kind);
  if (hidden.length + fixed.length === 0) {
    return passed(
      `May read all ${kinds.length} Flux kinds of the cluster and reconcile them.`,
    );
  }
  const parts = [
    hidden.length > 0 ? `may not read ${hidden.join(', ')}` : undefined,
    fixed.length > 0 ? `may not patch ${fixed.join(', ')}` : undefined,
  ].filter(part => part !== undefined);
  return {
    state: 'warning',
    reason: 'forbidden',
    message: `The credential ${parts.join('; it ')}.`,
  };
}

async function findFlux(
  client: KubernetesClient,
  test: ConnectionTest,
  kinds: FluxKind[],
): Promise<Outcome> {
  if (kinds.length === 0) {
    return {
      state: 'warning',
      reason: 'flux-missing',
      message: 'Flux is not installed: the server knows none of its kinds.',
    };
  }
  const { fluxVersion } = await readVersions(directly(client));
  test.fluxVersion = fluxVersion;
  const version = test.fluxVersion ? ` ${test.fluxVersion}` : '';
  return passed(`Found Flux${version} with ${kinds.length} kinds.`);
}
