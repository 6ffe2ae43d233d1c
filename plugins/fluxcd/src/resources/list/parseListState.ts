import {
  resourceSortSchema,
  resourceStatusSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  DEFAULT_LIST_STATE,
  PAGE_SIZES,
  type ResourceListState,
} from './ResourceListState';

// The limits of `resourceQuerySchema`: a link that someone cut or edited must not end in an error page.
const MAX_VALUES = 100;
const MAX_VALUE_LENGTH = 253;
const MAX_TEXT_LENGTH = 200;
const MAX_CURSOR_LENGTH = 2048;

/** Reads the list's state from a URL. What the server would refuse is dropped, not passed on. */
export function parseListState(params: URLSearchParams): ResourceListState {
  const values = (name: string) =>
    [...new Set(params.getAll(name))]
      .filter(v => v.length > 0 && v.length <= MAX_VALUE_LENGTH)
      .slice(0, MAX_VALUES);
  const sort = resourceSortSchema.safeParse(params.get('sort'));
  const limit = Number(params.get('limit'));
  const cursor = params.get('cursor') ?? '';
  return {
    status: values('status').flatMap(v => {
      const parsed = resourceStatusSchema.safeParse(v);
      return parsed.success ? [parsed.data] : [];
    }),
    kind: values('kind'),
    cluster: values('cluster'),
    namespace: values('namespace'),
    text: (params.get('text') ?? '').slice(0, MAX_TEXT_LENGTH),
    sort: sort.success ? sort.data : DEFAULT_LIST_STATE.sort,
    order: params.get('order') === 'desc' ? 'desc' : 'asc',
    limit: PAGE_SIZES.includes(limit) ? limit : DEFAULT_LIST_STATE.limit,
    ...(cursor && cursor.length <= MAX_CURSOR_LENGTH ? { cursor } : {}),
  };
}
