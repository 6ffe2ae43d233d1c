import {
  type ResourceStatus,
  resourceStatusSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useSearchParams } from 'react-router-dom';

/** The page of an entity belongs to many plugins: these are ours. */
const PREFIX = 'flux-';
const NAMES = ['cluster', 'kind', 'namespace', 'status'] as const;
export type EntityFilter = (typeof NAMES)[number];

// The limits of `resourceQuerySchema`: a link that someone cut or edited must not end in an error page.
const MAX_VALUES = 100;
const MAX_VALUE_LENGTH = 253;

/** What an entity's resources are narrowed to. It is in the URL, beside what other plugins keep there. */
export function useEntityFilters() {
  const [params, setParams] = useSearchParams();
  const read = (name: EntityFilter) =>
    [...new Set(params.getAll(PREFIX + name))]
      .filter(v => v.length > 0 && v.length <= MAX_VALUE_LENGTH)
      .slice(0, MAX_VALUES);
  const isStatus = (value: string): value is ResourceStatus =>
    resourceStatusSchema.safeParse(value).success;
  const filters = {
    cluster: read('cluster'),
    kind: read('kind'),
    namespace: read('namespace'),
    status: read('status').filter(isStatus),
  };

  const write = (change: (next: URLSearchParams) => void) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        change(next);
        return next;
      },
      { preventScrollReset: true },
    );
  return {
    filters,
    hasFilters: Object.values(filters).some(values => values.length > 0),
    toggle: (name: EntityFilter, value: string) =>
      write(next => {
        const values: string[] = filters[name];
        const changed = values.includes(value)
          ? values.filter(v => v !== value)
          : [...values, value];
        next.delete(PREFIX + name);
        changed.forEach(v => next.append(PREFIX + name, v));
      }),
    clear: () =>
      write(next => NAMES.forEach(name => next.delete(PREFIX + name))),
  };
}
