import assert from 'node:assert/strict';
import { Skipped, type Behaviour } from './Behaviour';
import { configMap, fresh, kustomization, paths } from './fixtures';
import { recordedRows } from './recordedRows';
import type { Target } from './Target';

const names = (list: any): string[] =>
  list.items.map((item: any) => item.metadata.name);

const LIST_MAPS = [0, 1, 2, 3, 4, 5, 6].map(i => `list-${i}`);

async function pages(target: Target, query: string): Promise<any[]> {
  const found: any[] = [];
  let next = '';
  do {
    const page: any = await target.must({
      path: `${paths(target.namespace).configmaps}?limit=2${query}${
        next && `&continue=${encodeURIComponent(next)}`
      }`,
    });
    found.push(page);
    next = page.metadata.continue ?? '';
  } while (next);
  return found;
}

const rows: Behaviour[] = [
  {
    id: 'lists/paging',
    what: 'Pages of one list have one resourceVersion, count what remains, and together are the list',
    run: async target => {
      const found = await pages(target, '');
      const whole = await target.must({
        path: paths(target.namespace).configmaps,
      });
      assert.deepEqual(found.flatMap(names), names(whole));
      assert.equal(
        new Set(found.map(page => page.metadata.resourceVersion)).size,
        1,
      );
      assert.equal(
        found[0].metadata.remainingItemCount,
        whole.items.length - 2,
      );
      assert.equal(found[found.length - 1].metadata.continue, undefined);
    },
  },
  {
    id: 'lists/paging-with-selector',
    what: 'A page of a selected list does not say how many items remain',
    run: async target => {
      const found = await pages(target, '&labelSelector=app%3Dlist');
      assert.deepEqual(found.flatMap(names), LIST_MAPS);
      assert.ok(found[0].metadata.continue);
      assert.equal(found[0].metadata.remainingItemCount, undefined);
    },
  },
  {
    id: 'lists/paging-is-consistent',
    what: 'What is created after the first page is not on the later pages',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      const first = await target.must({
        path: `${configmaps}?limit=2&labelSelector=app%3Dlist`,
      });
      await fresh(
        target,
        configmaps,
        configMap('list-1-later', { app: 'list' }),
      );
      const rest = await target.must({
        path: `${configmaps}?labelSelector=app%3Dlist&limit=100&continue=${first.metadata.continue}`,
      });
      await target.must({
        method: 'DELETE',
        path: `${configmaps}/list-1-later`,
      });
      assert.deepEqual([...names(first), ...names(rest)], LIST_MAPS);
      assert.equal(
        rest.metadata.resourceVersion,
        first.metadata.resourceVersion,
      );
    },
  },
  {
    id: 'lists/exact-version',
    what: 'resourceVersionMatch=Exact shows the list as it was; without it the list is current',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const before = await target.must({ path: kustomizations });
      const { resourceVersion } = before.metadata;
      await fresh(target, kustomizations, kustomization('newcomer'));
      const exact = await target.must({
        path: `${kustomizations}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`,
      });
      const paged = await target.must({
        path: `${kustomizations}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact&limit=2`,
      });
      const current = await target.must({
        path: `${kustomizations}?resourceVersion=${resourceVersion}&resourceVersionMatch=NotOlderThan`,
      });
      const without = await target.must({
        path: `${kustomizations}?resourceVersion=${resourceVersion}`,
      });
      await target.must({
        method: 'DELETE',
        path: `${kustomizations}/newcomer`,
      });
      assert.deepEqual(names(exact), names(before));
      assert.equal(exact.metadata.resourceVersion, resourceVersion);
      assert.deepEqual(names(paged), names(before).slice(0, 2));
      assert.ok(names(current).includes('newcomer'));
      assert.ok(names(without).includes('newcomer'));
    },
  },
  {
    id: 'lists/selectors',
    what: 'Label selectors: equality, sets, absence; field selectors by name and by not name',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const select = async (query: string) =>
        names(await target.must({ path: `${kustomizations}?${query}` })).filter(
          name => name.startsWith('kz-'),
        );
      const by = (text: string) =>
        select(`labelSelector=${encodeURIComponent(text)}`);
      assert.deepEqual(await by('team=red'), ['kz-1', 'kz-3']);
      assert.deepEqual(await by('team!=red'), [
        'kz-0',
        'kz-2',
        'kz-4',
        'kz-later',
      ]);
      assert.deepEqual(await by('team in (red,blue),app'), [
        'kz-0',
        'kz-1',
        'kz-2',
        'kz-3',
        'kz-4',
      ]);
      assert.deepEqual(await by('app=kz,!team'), ['kz-later']);
      assert.deepEqual(await by('team notin (red)'), [
        'kz-0',
        'kz-2',
        'kz-4',
        'kz-later',
      ]);
      assert.deepEqual(await select('fieldSelector=metadata.name%3Dkz-1'), [
        'kz-1',
      ]);
      assert.deepEqual(await select('fieldSelector=metadata.name!%3Dkz-1'), [
        'kz-0',
        'kz-2',
        'kz-3',
        'kz-4',
        'kz-later',
      ]);
    },
  },
  {
    id: 'lists/events-by-involved-object',
    what: 'Events are found by kind and name of what they are about',
    run: async target => {
      const { namespace } = target;
      const path = `/api/v1/namespaces/${namespace}/events`;
      for (const name of ['kz-1', 'kz-2']) {
        await fresh(target, path, {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: `${name}.1`, namespace },
          involvedObject: {
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            name,
            namespace,
          },
          reason: 'Tested',
          message: 'made by a test',
          type: 'Normal',
        });
      }
      const found = await target.must({
        path: `${path}?fieldSelector=involvedObject.kind%3DKustomization,involvedObject.name%3Dkz-1,reason%3DTested`,
      });
      assert.deepEqual(names(found), ['kz-1.1']);
    },
  },
  {
    id: 'lists/expired-continue',
    what: 'A page of a forgotten revision is 410 Expired; the token in the refusal gives the inconsistent rest',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      if (!target.control) {
        throw new Skipped(
          'needs a server whose history can be forgotten at will',
        );
      }
      const first = await target.must({ path: `${configmaps}?limit=2` });
      await target.control({ type: 'compact' });
      const late = await target.ask({
        path: `${configmaps}?limit=2&continue=${first.metadata.continue}`,
      });
      assert.equal(late.status, 410);
      assert.equal(late.body.reason, 'Expired');
      const rest = await target.must({
        path: `${configmaps}?limit=2&continue=${late.body.metadata.continue}`,
      });
      assert.ok(names(rest)[0] > names(first)[1]);
      const exact = await target.ask({
        path: `${configmaps}?resourceVersionMatch=Exact&resourceVersion=${first.metadata.resourceVersion}`,
      });
      assert.equal(exact.status, 410);
      assert.equal(
        exact.body.message,
        'The resourceVersion for the provided list is too old.',
      );
    },
  },
];

/** Lists: paging, versions, selectors and forms. */
export const listRows: Behaviour[] = [
  ...recordedRows({
    'lists/continue-invalid': {},
    'lists/empty': { compare: 'code' },
    'lists/field-selector-malformed': {},
    'lists/field-selector-metadata-name': {},
    'lists/field-selector-unsupported-configmap': {},
    'lists/field-selector-unsupported-cr': {},
    'lists/get-rv-0': {},
    'lists/get-rv-future': {},
    'lists/label-selector-malformed-value': {},
    'lists/label-selector-malformed': {},
    'lists/limit-invalid': {},
    'lists/limit-negative': { compare: 'code' },
    'lists/namespace-that-does-not-exist': {},
    'lists/partialobjectmetadata': {},
    'lists/partialobjectmetadatalist': {},
    'lists/pretty': {},
    'lists/rv-0-limit-2': { compare: 'code' },
    'lists/rv-0-match-exact': {},
    'lists/rv-0': { compare: 'code' },
    'lists/rv-future-notolderthan': {},
    'lists/rv-invalid': {},
    'lists/rv-match-invalid': {},
    'lists/rv-match-without-rv': {},
    'lists/sendinitialevents-without-watch': {},
    'lists/table-get-one': {},
    'lists/table-kustomizations': {},
  }),
  ...rows,
];
