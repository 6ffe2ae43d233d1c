import {
  FLUXCD_SIGNAL_CHANNEL,
  type FluxcdSignal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Clock } from '../kubernetes/Clock';

/** Browsers read again at most this often, so more signals would only cost. */
const INTERVAL_MS = 2_000;

/** Tells browsers that something changed: ids only, the first at once, then one signal of each type per interval. */
export class SignalThrottle {
  readonly #signals: Pick<SignalsService, 'publish'>;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #resources = new Set<string>();
  #clusters = false;
  #cancel: (() => void) | undefined;

  constructor(options: {
    signals: Pick<SignalsService, 'publish'>;
    clock: Clock;
    onError: (error: unknown) => void;
  }) {
    this.#signals = options.signals;
    this.#clock = options.clock;
    this.#onError = options.onError;
  }

  resourcesChanged(clusterId: string): void {
    this.#resources.add(clusterId);
    if (!this.#cancel) this.#send();
  }

  clustersChanged(): void {
    this.#clusters = true;
    if (!this.#cancel) this.#send();
  }

  stop(): void {
    this.#cancel?.();
  }

  #send(): void {
    this.#cancel = undefined;
    const messages: FluxcdSignal[] = [];
    if (this.#resources.size) {
      const clusterIds = [...this.#resources];
      messages.push({ type: 'resources-changed', clusterIds });
    }
    if (this.#clusters) messages.push({ type: 'clusters-changed' });
    this.#resources.clear();
    this.#clusters = false;
    if (!messages.length) return;
    this.#cancel = this.#clock.after(INTERVAL_MS, () => this.#send());
    for (const message of messages) {
      this.#signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: FLUXCD_SIGNAL_CHANNEL,
          message,
        })
        .catch(this.#onError);
    }
  }
}
