import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { LABEL_PREFIX } from './groupClusters';

/** How the list is laid out, as the URL says. */
export interface ClusterListState {
  view: 'cards' | 'table';
  groupBy?: string;
  change: (next: { view?: 'cards' | 'table'; groupBy?: string }) => void;
}

/** Keeps the layout in the URL, so that it can be shared and survives going back. */
export function useClusterListState(): ClusterListState {
  const [params, setParams] = useSearchParams();
  const group = params.get('group') ?? undefined;
  const known = group === 'environment' || group?.startsWith(LABEL_PREFIX);
  const change = useCallback<ClusterListState['change']>(
    next =>
      setParams(
        old => {
          const after = new URLSearchParams(old);
          if (next.view === 'table') after.set('view', 'table');
          if (next.view === 'cards') after.delete('view');
          if ('groupBy' in next) {
            if (next.groupBy) after.set('group', next.groupBy);
            else after.delete('group');
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  return {
    view: params.get('view') === 'table' ? 'table' : 'cards',
    groupBy: known ? group : undefined,
    change,
  };
}
