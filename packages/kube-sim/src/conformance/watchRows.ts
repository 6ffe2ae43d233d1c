import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import { configMap, paths, remove } from './fixtures';
import { recordedRows } from './recordedRows';
import { watching } from './watching';

const { parse, brief, version, during, merge } = watching;

const rows: Behaviour[] = [
  {
    id: 'watches/add-modify-delete',
    what: 'A watch sends ADDED, MODIFIED and DELETED; a patch that changes nothing sends nothing',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      await remove(target, `${configmaps}/w1`);
      const events = await during(target, configmaps, '', 3, async () => {
        await target.must({
          method: 'POST',
          path: configmaps,
          body: configMap('w1'),
        });
        await merge(target, `${configmaps}/w1`, { data: { k: 'new' } });
        await merge(target, `${configmaps}/w1`, { data: { k: 'new' } });
        await target.must({ method: 'DELETE', path: `${configmaps}/w1` });
      });
      assert.deepEqual(brief(events), [
        'ADDED w1',
        'MODIFIED w1',
        'DELETED w1',
      ]);
      const versions = events.map(({ object }) =>
        Number(object.metadata.resourceVersion),
      );
      assert.deepEqual(
        versions,
        [...versions].sort((a, b) => a - b),
      );
      assert.equal(new Set(versions).size, 3);
    },
  },
  {
    id: 'watches/resume',
    what: 'A watch that resumes from an older version gets what it missed, once and in order',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      await remove(target, `${configmaps}/w2`);
      const from = await version(target, configmaps);
      await target.must({
        method: 'POST',
        path: configmaps,
        body: configMap('w2'),
      });
      await merge(target, `${configmaps}/w2`, { data: { k: '1' } });
      await merge(target, `${configmaps}/w2`, { data: { k: '2' } });
      await target.must({ method: 'DELETE', path: `${configmaps}/w2` });
      const { lines } = await target.stream(
        {
          path: `${configmaps}?watch=1&resourceVersion=${from}&fieldSelector=metadata.name%3Dw2`,
        },
        list => list.length >= 4,
      );
      assert.deepEqual(brief(parse(lines)), [
        'ADDED w2',
        'MODIFIED w2',
        'MODIFIED w2',
        'DELETED w2',
      ]);
    },
  },
  {
    id: 'watches/labelselector-leaves-and-enters',
    what: 'What stops matching a selector is sent as DELETED in its last matching form, what starts as ADDED',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const path = `${kustomizations}/kz-1`;
      const events = await during(
        target,
        kustomizations,
        '&labelSelector=team%3Dred',
        2,
        async () => {
          await merge(target, path, { metadata: { labels: { team: 'blue' } } });
          await merge(target, path, { metadata: { labels: { team: 'red' } } });
        },
      );
      assert.deepEqual(brief(events), ['DELETED kz-1', 'ADDED kz-1']);
      assert.equal(events[0].object.metadata.labels.team, 'red');
      assert.ok(
        Number(events[0].object.metadata.resourceVersion) <
          Number(events[1].object.metadata.resourceVersion),
      );
    },
  },
  {
    id: 'watches/fieldselector-name',
    what: 'A watch by name sees only that object',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const touch = (name: string) =>
        merge(target, `${kustomizations}/${name}`, {
          metadata: { annotations: { touched: String(Date.now()) } },
        });
      const events = await during(
        target,
        kustomizations,
        '&fieldSelector=metadata.name%3Dkz-1',
        1,
        async () => {
          await touch('kz-0');
          await touch('kz-1');
        },
      );
      assert.deepEqual(brief(events), ['MODIFIED kz-1']);
    },
  },
];

/** Watches: what is sent, when they end, and what happens to old versions. */
export const watchRows: Behaviour[] = [
  ...recordedRows({
    'watches/match-exact': {},
    'watches/sendinitialevents-without-match': {},
  }),
  {
    id: 'watches/rv-invalid',
    what: 'A watch from no number is 500, a list of it 400',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const answer = await target.ask({
        path: `${kustomizations}?watch=1&resourceVersion=abc`,
      });
      assert.equal(answer.status, 500);
      assert.equal(
        answer.body.message,
        'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
      );
      assert.equal(answer.body.reason, undefined);
    },
  },
  {
    id: 'watches/unknown-resource',
    what: 'A watch of an unknown resource is the plain 404',
    run: async target => {
      const answer = await target.ask({
        path: `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${target.namespace}/nopes?watch=1`,
      });
      assert.equal(answer.status, 404);
      assert.equal(answer.text, '404 page not found\n');
    },
  },
  ...rows,
];
