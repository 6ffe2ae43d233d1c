import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import {
  DEFAULT_LIST_STATE,
  FACETS,
  type FacetName,
  type ResourceListState,
} from './ResourceListState';
import { parseListState } from './parseListState';
import { serializeListState } from './serializeListState';

/** Cursors of the pages before this one; `''` is the first page. Kept by the browser's history. */
interface HistoryState {
  fluxcdPages?: string[];
}

function pageNumber(cursor: string | undefined, pages: string[] | undefined) {
  if (!cursor) return 1;
  // Only a way that starts at the first page can be counted.
  return pages?.[0] === '' ? pages.length + 1 : undefined;
}

/**
 * The state of the resource list and the ways to change it. The URL holds it, so links can be shared
 * and the back button works. Cursors lead only forward: the way back is kept beside the URL in the
 * history entry, so a shared link to a later page can only go on, or to the first page.
 */
export function useResourceListState() {
  const location = useLocation();
  const navigate = useNavigate();
  const state = useMemo(
    () => parseListState(new URLSearchParams(location.search)),
    [location.search],
  );
  const pages = (location.state as HistoryState | null)?.fluxcdPages;

  const go = useCallback(
    (
      next: ResourceListState,
      options: { replace?: boolean; pages?: string[] } = {},
    ) => {
      const params = serializeListState(
        next,
        new URLSearchParams(location.search),
      );
      navigate(
        { search: params.toString() },
        {
          replace: options.replace,
          state: { fluxcdPages: options.pages ?? [] },
          preventScrollReset: true,
        },
      );
    },
    [location.search, navigate],
  );

  /** Any change but paging starts again at the first page. */
  const change = useCallback(
    (patch: Partial<ResourceListState>, options?: { replace?: boolean }) =>
      go({ ...state, ...patch, cursor: undefined }, options),
    [go, state],
  );

  return {
    state,
    hasFilters:
      state.text.trim() !== '' || FACETS.some(f => state[f].length > 0),
    change,
    toggle: (facet: FacetName, value: string) => {
      const chosen: readonly string[] = state[facet];
      change({
        [facet]: chosen.includes(value)
          ? chosen.filter(v => v !== value)
          : [...chosen, value],
      });
    },
    clear: () =>
      change({
        ...DEFAULT_LIST_STATE,
        sort: state.sort,
        order: state.order,
        limit: state.limit,
      }),
    /** Number of the page, counted from 1; unknown when a link led straight to a later page. */
    page: pageNumber(state.cursor, pages),
    next: (cursor: string) =>
      go(
        { ...state, cursor },
        { pages: [...(state.cursor ? pages ?? [] : []), state.cursor ?? ''] },
      ),
    previous: pages?.length
      ? () =>
          go(
            { ...state, cursor: pages[pages.length - 1] || undefined },
            { pages: pages.slice(0, -1) },
          )
      : undefined,
    first: state.cursor ? () => change({}) : undefined,
  };
}
