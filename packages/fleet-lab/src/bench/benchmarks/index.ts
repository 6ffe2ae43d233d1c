import type { Benchmark } from './Benchmark';
import { coldStart } from './coldStart';
import { eventCost } from './eventCost';
import { freshness } from './freshness';
import { idleFleet } from './idleFleet';
import { lists } from './lists';
import { memory } from './memory';
import { pageView } from './pageView';

/** In the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  coldStart,
  eventCost,
  idleFleet,
  lists,
  pageView,
  memory,
  freshness,
];
