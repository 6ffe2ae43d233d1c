import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { parseDay } from './parseDay';

/** How far back, in milliseconds. */
export const PERIODS = {
  '1h': 3_600_000,
  '24h': 24 * 3_600_000,
  '7d': 7 * 24 * 3_600_000,
  '30d': 30 * 24 * 3_600_000,
};
export type Period = keyof typeof PERIODS;

/** Everything that decides what the page shows. It lives in the URL. */
export interface ActivityState {
  actor?: string;
  action?: string;
  outcome?: string;
  cluster?: string;
  /** `days`: those of `from` and `to`. */
  since?: Period | 'days';
  /** `YYYY-MM-DD`. */
  from?: string;
  to?: string;
  cursor?: string;
}

const NAMES = [
  'actor',
  'action',
  'outcome',
  'cluster',
  'since',
  'from',
  'to',
  'cursor',
] as const;

/** Limits of the contract: a link that someone edited must not end in an error page. */
const MAX_LENGTH = { cursor: 512, other: 255 };

const isKnown: Record<string, (value: string) => boolean> = {
  since: value => value === 'days' || Object.hasOwn(PERIODS, value),
  from: value => parseDay(value) !== undefined,
  to: value => parseDay(value) !== undefined,
};

/** Reads the state from a URL. What the server would refuse, or what selects nothing for sure, is dropped. */
export function parseActivityState(params: URLSearchParams): ActivityState {
  const state: Record<string, string> = {};
  for (const name of NAMES) {
    const value = params.get(name) ?? '';
    const max = name === 'cursor' ? MAX_LENGTH.cursor : MAX_LENGTH.other;
    if (value && value.length <= max && (isKnown[name]?.(value) ?? true))
      state[name] = value;
  }
  const { since, from, to } = state;
  if (since !== 'days' || (from && to && from > to)) {
    delete state.from;
    delete state.to;
  }
  return state;
}

/** The state of the page and the ways to change it. */
export function useActivityState() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const state = useMemo(
    () => parseActivityState(new URLSearchParams(search)),
    [search],
  );
  const { actor, action, outcome, cluster, since, from, to } = state;
  const isPeriod = since && since !== 'days';
  /** Any change but paging starts again at the first page. */
  const change = useCallback(
    (patch: ActivityState) => {
      const next = { ...state, cursor: undefined, ...patch };
      const params = new URLSearchParams();
      for (const name of NAMES) {
        if (next[name]) params.set(name, next[name]!);
      }
      navigate({ search: params.toString() }, { preventScrollReset: true });
    },
    [state, navigate],
  );
  return {
    state,
    hasFilters: Boolean(
      actor || action || outcome || cluster || isPeriod || from || to,
    ),
    /** The filters as the API takes them; a period ends now, whenever it is asked. */
    filter: () => ({
      actor,
      action,
      outcome,
      cluster,
      from: isPeriod
        ? new Date(Date.now() - PERIODS[since]).toISOString()
        : from && parseDay(from)?.toISOString(),
      // The last day belongs to it as a whole.
      to: to && parseDay(to, 1)?.toISOString(),
    }),
    change,
    clear: () => navigate({ search: '' }),
  };
}
