import type { ArmCalls } from '../clusters/ArmCalls';
import { loadSdk } from '../clusters/loadSdk';
import { parseArmId } from '../clusters/parseArmId';
import { AKS_SERVER_APP_ID } from '../clusters/readAksCredentials';
import type { AzureSession } from '../credentials/AzureSession';
import { orAborted } from './orAborted';
import type { ProbeOutcome } from './ProbeOutcome';

/** What a test asks Azure for, one thing per method. They fail as the SDK does. */
export class AzureProbes {
  readonly #session: AzureSession;
  readonly #signal: AbortSignal;

  constructor(options: { session: AzureSession; signal: AbortSignal }) {
    this.#session = options.session;
    this.#signal = options.signal;
  }

  async armToken(): Promise<{ outcome: ProbeOutcome; objectId?: string }> {
    const { cloud, credential } = this.#session;
    const scope = `${cloud.resourceManagerAudience}/.default`;
    await orAborted(credential.getToken(scope), this.#signal);
    try {
      return {
        objectId: await this.#session.getObjectId(),
        outcome: passed('Entra ID issued a token for Azure Resource Manager.'),
      };
    } catch {
      return {
        outcome: {
          state: 'warning',
          message:
            'Entra ID issued a token for Azure Resource Manager, but it does not say the object id of the identity.',
        },
      };
    }
  }

  async subscription(
    subscriptionId: string,
    calls: ArmCalls,
  ): Promise<ProbeOutcome> {
    const { SubscriptionClient } = loadSdk.subscriptions();
    const client = new SubscriptionClient(
      this.#session.credential,
      calls.clientOptions,
    );
    const found = await client.subscriptions.get(subscriptionId, {
      abortSignal: this.#signal,
    });
    const about = { subject: found.displayName?.slice(0, 256), subscriptionId };
    switch (found.state) {
      case 'Warned':
      case 'PastDue':
        return {
          ...about,
          state: 'warning',
          message:
            'The subscription can be read, but its payment is overdue: Azure will switch it off.',
        };
      case 'Disabled':
      case 'Deleted':
        return {
          ...about,
          state: 'failed',
          message: 'The subscription is switched off in Azure.',
        };
      default:
        return { ...about, ...passed('The subscription can be read.') };
    }
  }

  /** `running`: resource id of a cluster that runs, if there is one. */
  async list(
    subscriptionId: string,
    calls: ArmCalls,
  ): Promise<{ outcome: ProbeOutcome; running?: string }> {
    const { ContainerServiceClient } = loadSdk.containerService();
    const client = new ContainerServiceClient(
      this.#session.credential,
      subscriptionId,
      calls.clientOptions,
    );
    const first = await client.managedClusters
      .list({ abortSignal: this.#signal })
      .byPage()
      .next();
    const page = first.done ? [] : first.value;
    return {
      running: page.find(({ powerState }) => powerState?.code === 'Running')
        ?.id,
      outcome: {
        subscriptionId,
        ...passed(
          page.length === 0
            ? 'The clusters can be listed; there are none yet.'
            : `The clusters can be listed; the first answer has ${page.length}.`,
        ),
      },
    };
  }

  async aksToken(): Promise<ProbeOutcome> {
    await orAborted(this.#session.getAksToken(AKS_SERVER_APP_ID), this.#signal);
    return passed('Entra ID issued a token for the API servers of AKS.');
  }

  /** The first thing that an import does; what Azure hands out is not looked at. */
  async clusterCredential(
    armId: string,
    calls: ArmCalls,
  ): Promise<ProbeOutcome> {
    const parsed = parseArmId(armId);
    if (!parsed) {
      return {
        state: 'skipped',
        message: 'Azure names its clusters in a way that is not known.',
      };
    }
    const { subscriptionId, resourceGroup, name } = parsed;
    const { ContainerServiceClient } = loadSdk.containerService();
    const client = new ContainerServiceClient(
      this.#session.credential,
      subscriptionId,
      calls.clientOptions,
    );
    await client.managedClusters.listClusterUserCredentials(
      resourceGroup,
      name,
      { format: 'exec', abortSignal: this.#signal },
    );
    return {
      subject: name,
      subscriptionId,
      ...passed(
        'Its address may be fetched from Azure. No cluster is imported yet; this one is tried in full once it is.',
      ),
    };
  }
}

function passed(message: string): ProbeOutcome {
  return { state: 'passed', message };
}
