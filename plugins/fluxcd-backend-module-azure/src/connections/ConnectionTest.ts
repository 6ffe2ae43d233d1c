import type {
  AzureTest,
  AzureTestStep,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import pLimit from 'p-limit';
import { ArmCalls } from '../clusters/ArmCalls';
import { listVisibleSubscriptions } from '../clusters/listVisibleSubscriptions';
import type { AzureSession } from '../credentials/AzureSession';
import { assignRole } from '../problems/commands';
import type { ProblemContext } from '../problems/ProblemContext';
import { toAzureProblem } from '../problems/toAzureProblem';
import { AzureProbes } from './AzureProbes';
import { orAborted } from './orAborted';
import type { ProbeOutcome } from './ProbeOutcome';

type Step = AzureTestStep['step'];
type About = Pick<ProblemContext, 'subscriptionId' | 'armId' | 'act'> & {
  subject?: string;
};
type ClusterTest = { name: string; ok: boolean; message: string };

/** Of `all`, how many are tried one by one. */
const MAX_SUBSCRIPTIONS = 10;
const AT_ONCE = 4;
const ARM_TOKEN = 'the token for Resource Manager';

/** One run of the test of a connection. */
export class ConnectionTest {
  readonly #session: AzureSession;
  readonly #signal: AbortSignal;
  readonly #testCluster: () => Promise<ClusterTest | undefined>;
  readonly #probes: AzureProbes;
  readonly #limit = pLimit(AT_ONCE);
  readonly #steps: AzureTestStep[] = [];
  #objectId?: string;
  /** A listed cluster that runs. */
  #armId?: string;

  constructor(options: {
    session: AzureSession;
    signal: AbortSignal;
    /** Undefined when no running cluster is imported. */
    testCluster: () => Promise<ClusterTest | undefined>;
  }) {
    this.#session = options.session;
    this.#signal = options.signal;
    this.#testCluster = options.testCluster;
    this.#probes = new AzureProbes(options);
  }

  /** The test of a connection with which nothing can be tried. */
  static unusable(message: string): AzureTest {
    return {
      ok: false,
      steps: [
        { step: 'arm-token', state: 'failed', message },
        ...(['subscription', 'list', 'aks-token', 'cluster'] as const).map(
          step => ({ step, ...skipped(ARM_TOKEN) }),
        ),
      ],
    };
  }

  /** Never fails. */
  async run(): Promise<AzureTest> {
    const signedIn = await this.#try('arm-token', () => this.#armToken());
    if (signedIn) {
      await this.#readSubscriptions();
      const token = await this.#try('aks-token', () => this.#probes.aksToken());
      if (token) await this.#try('cluster', () => this.#cluster());
      else this.#skip('cluster', 'the token for AKS');
    } else {
      for (const step of [
        'subscription',
        'list',
        'aks-token',
        'cluster',
      ] as const) {
        this.#skip(step, ARM_TOKEN);
      }
    }
    return {
      ok: this.#steps.every(step => step.state !== 'failed'),
      steps: this.#steps,
      objectId: this.#objectId,
    };
  }

  async #armToken(): Promise<ProbeOutcome> {
    const { outcome, objectId } = await this.#probes.armToken();
    this.#objectId = objectId;
    return outcome;
  }

  async #readSubscriptions(): Promise<void> {
    const { subscriptions } = this.#session.connection;
    const readable =
      subscriptions === 'all'
        ? await this.#visibleSubscriptions()
        : await this.#namedSubscriptions(subscriptions);
    if (readable.length === 0) {
      this.#skip('list', 'every subscription');
      return;
    }
    await this.#each('list', readable, async (subscriptionId, calls) => {
      const { outcome, running } = await this.#probes.list(
        subscriptionId,
        calls,
      );
      this.#armId ??= running;
      return outcome;
    });
  }

  async #namedSubscriptions(ids: readonly string[]): Promise<string[]> {
    const outcomes = await this.#each('subscription', ids, (id, calls) =>
      this.#probes.subscription(id, calls),
    );
    return ids.filter((_, i) => outcomes[i].state !== 'failed');
  }

  async #visibleSubscriptions(): Promise<string[]> {
    let ids: string[] = [];
    await this.#try('subscription', async calls => {
      ids = await listVisibleSubscriptions(this.#session, calls, this.#signal);
      if (ids.length === 0) return this.#seesNothing();
      const rest =
        ids.length > MAX_SUBSCRIPTIONS
          ? `; the first ${MAX_SUBSCRIPTIONS} of them are tried`
          : '';
      return {
        state: 'passed',
        message: `Subscriptions that the identity sees: ${ids.length}${rest}.`,
      };
    });
    return ids.slice(0, MAX_SUBSCRIPTIONS);
  }

  #seesNothing(): ProbeOutcome {
    return {
      state: 'failed',
      message: 'The identity sees no subscription.',
      remedy:
        'Assign the role "Reader" to it, on a subscription or on a management group.',
      command: assignRole(
        'Reader',
        '/subscriptions/<subscription id>',
        this.#context({}),
      ),
    };
  }

  async #cluster(): Promise<ProbeOutcome> {
    const tested = await orAborted(this.#testCluster(), this.#signal);
    if (tested) {
      const { name, ok, message } = tested;
      return { state: ok ? 'passed' : 'failed', subject: name, message };
    }
    const armId = this.#armId;
    if (!armId) {
      return {
        state: 'skipped',
        message: 'There is no running cluster to try.',
      };
    }
    const calls = this.#calls();
    return this.#attempt(() => this.#probes.clusterCredential(armId, calls), {
      calls,
      armId,
      subject: armId.split('/').pop(),
      act: 'cluster-credentials',
    });
  }

  #calls(): ArmCalls {
    return new ArmCalls({ session: this.#session, signal: this.#signal });
  }

  /** Returns whether what depends on the step can be tried. */
  async #try(
    step: Step,
    work: (calls: ArmCalls) => Promise<ProbeOutcome>,
  ): Promise<boolean> {
    const calls = this.#calls();
    const outcome = await this.#attempt(() => work(calls), { calls });
    this.#steps.push({ step, ...outcome });
    return outcome.state !== 'failed';
  }

  /** The same step for several subscriptions, in their order. */
  async #each(
    step: Step,
    ids: readonly string[],
    work: (id: string, calls: ArmCalls) => Promise<ProbeOutcome>,
  ): Promise<ProbeOutcome[]> {
    const outcomes = await Promise.all(
      ids.map(subscriptionId => {
        const calls = this.#calls();
        return this.#limit(() =>
          this.#attempt(() => work(subscriptionId, calls), {
            calls,
            subscriptionId,
          }),
        );
      }),
    );
    outcomes.forEach(outcome => this.#steps.push({ step, ...outcome }));
    return outcomes;
  }

  async #attempt(
    work: () => Promise<ProbeOutcome>,
    { calls, ...about }: About & { calls: ArmCalls },
  ): Promise<ProbeOutcome> {
    const { subject, subscriptionId } = about;
    try {
      this.#signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (this.#signal.aborted) {
        return {
          state: 'failed',
          message: 'The time for the test was up before there was an answer.',
          subject,
          subscriptionId,
        };
      }
      const context = { ...this.#context(about), body: calls.refusal };
      return { state: 'failed', subject, ...toAzureProblem(error, context) };
    }
  }

  #context({ subscriptionId, armId, act }: About): ProblemContext {
    const { cloud, connection } = this.#session;
    const objectId = this.#objectId ?? connection.objectId;
    return {
      cloud,
      connection: { ...connection, objectId },
      subscriptionId,
      armId,
      act,
    };
  }

  #skip(step: Step, missing: string): void {
    this.#steps.push({ step, ...skipped(missing) });
  }
}

function skipped(missing: string): ProbeOutcome {
  return {
    state: 'skipped',
    message: `Not tried, since ${missing} failed before it.`,
  };
}
