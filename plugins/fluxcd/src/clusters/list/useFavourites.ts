import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo, useState } from 'react';

const KEY = 'favouriteClusters';

/** What is stored may be older than this code, or written by hand. */
function toIds(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(id => typeof id === 'string') : [];
}

/** The user's favourite clusters, by id, in Backstage's storage for users. */
export function useFavourites(): {
  favourites: ReadonlySet<string>;
  toggle: (clusterId: string) => void;
} {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(() => storage.forBucket('fluxcd'), [storage]);
  const [ids, setIds] = useState(() => toIds(bucket.snapshot(KEY).value));
  useEffect(() => {
    setIds(toIds(bucket.snapshot(KEY).value));
    const subscription = bucket
      .observe$(KEY)
      .subscribe(({ value }) => setIds(toIds(value)));
    return () => subscription.unsubscribe();
  }, [bucket]);
  const favourites = useMemo(() => new Set(ids), [ids]);
  const toggle = useCallback(
    (clusterId: string) => {
      const next = favourites.has(clusterId)
        ? ids.filter(id => id !== clusterId)
        : [...ids, clusterId];
      // Shown at once; storage that fails brings the old ones back.
      setIds(next);
      bucket.set(KEY, next).catch(() => setIds(ids));
    },
    [bucket, favourites, ids],
  );
  return { favourites, toggle };
}
