import { resourceQuerySchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { listQuery } from './listQuery';
import { parseListState } from './parseListState';
import { DEFAULT_LIST_STATE } from './ResourceListState';
import { serializeListState } from './serializeListState';

const parse = (search: string) => parseListState(new URLSearchParams(search));

describe('the state of the resource list in the URL', () => {
  it.each([
    ['', {}],
    ['status=failed&status=ready', { status: ['failed', 'ready'] }],
    ['kind=HelmRelease', { kind: ['HelmRelease'] }],
    ['cluster=c-1&cluster=c-2', { cluster: ['c-1', 'c-2'] }],
    ['namespace=shop', { namespace: ['shop'] }],
    ['text=a+b%26c', { text: 'a b&c' }],
    ['sort=name&order=desc', { sort: 'name', order: 'desc' }],
    ['limit=100', { limit: 100 }],
    ['cursor=abc', { cursor: 'abc' }],
  ])('reads %j and writes it again', (search, state) => {
    expect(parse(search)).toEqual({ ...DEFAULT_LIST_STATE, ...state });
    expect(serializeListState(parse(search)).toString()).toBe(search);
  });

  it.each([
    [
      'an unknown status',
      'status=nonsense&status=ready',
      { status: ['ready'] },
    ],
    ['an unknown sorting', 'sort=uid&order=sideways', {}],
    ['a page size that is not offered', 'limit=100000', {}],
    ['the same value twice', 'kind=A&kind=A', { kind: ['A'] }],
    ['an empty value', 'kind=&text=', {}],
    ['a value too long for a name', `kind=${'x'.repeat(254)}`, {}],
    [
      'a text that is too long',
      `text=${'x'.repeat(201)}`,
      { text: 'x'.repeat(200) },
    ],
    ['a cursor that is too long', `cursor=${'x'.repeat(2049)}`, {}],
  ])('drops %s', (_, search, state) => {
    expect(parse(search)).toEqual({ ...DEFAULT_LIST_STATE, ...state });
  });

  it('asks the server only what it accepts, however odd the link', () => {
    const odd = new URLSearchParams('status=x&limit=-1&order=%00&sort=;');
    for (let i = 0; i < 150; i++) odd.append('kind', `Kind${i}`);
    const query = listQuery(parseListState(odd));
    expect(resourceQuerySchema.safeParse(query).error).toBeUndefined();
    expect(query.kind).toHaveLength(100);
  });

  it('leaves parameters of others alone', () => {
    const base = new URLSearchParams('lang=de&kind=Old&cursor=old');
    const state = { ...DEFAULT_LIST_STATE, kind: ['New'] };
    expect(serializeListState(state, base).toString()).toBe('lang=de&kind=New');
  });

  it('sends no empty filters', () => {
    expect(listQuery({ ...DEFAULT_LIST_STATE, text: '  ' })).toEqual({
      sort: 'status',
      order: 'asc',
      limit: 50,
    });
  });
});
