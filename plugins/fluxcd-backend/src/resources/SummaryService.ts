import type { Summary } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FleetFollower } from '../fleet/index/FleetFollower';
import { summarizeFleet } from './summarizeFleet';

/** How long one answer serves all who ask, in milliseconds: as long as the browser waits between two signals. */
const SHARED_MS = 2_000;

/**
 * Answers everybody from one count at a time. Whoever may read at all sees the same numbers, so the cost does not
 * grow with the number of viewers.
 */
export class SummaryService {
  readonly #summarize: () => Promise<Summary>;
  readonly #now: () => number;
  #shared?: { answer: Promise<Summary>; at: number };

  constructor(options: {
    fleet: Pick<FleetFollower, 'view'>;
    summarize?: () => Promise<Summary>;
    now?: () => number;
  }) {
    const { fleet, now = Date.now } = options;
    this.#summarize =
      options.summarize ??
      (async () => summarizeFleet(await fleet.view(), new Date(now())));
    this.#now = now;
  }

  async get(): Promise<Summary> {
    const shared = this.#shared;
    if (shared && this.#now() - shared.at < SHARED_MS) return shared.answer;
    const fresh = { answer: this.#summarize(), at: this.#now() };
    this.#shared = fresh;
    fresh.answer.catch(() => {
      // A failure is not worth keeping: the next one who asks tries again.
      if (this.#shared === fresh) this.#shared = undefined;
    });
    return fresh.answer;
  }
}
