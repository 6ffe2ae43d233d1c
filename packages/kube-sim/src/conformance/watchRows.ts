import assert from 'node:assert/strict';
import { Skipped, type Behaviour } from './Behaviour';
import { configMap, fresh, kustomization, paths, remove } from './fixtures';
import { normalize } from './normalize';
import { recordedRows } from './recordedRows';
import type { Target } from './Target';

interface WatchEvent {
  type: string;
  object: any;
}

const parse = (lines: string[]): WatchEvent[] =>
  lines.map(line => JSON.parse(line));
const brief = (events: WatchEvent[]): string[] =>
  events.map(({ type, object }) =>
    `${type} ${object.metadata?.name ?? ''}`.trim(),
  );

/** Long enough for a watch to be set up on a busy machine. */
const SETTLE_MS = 300;

async function version(target: Target, collection: string): Promise<string> {
  const { metadata } = await target.must({ path: `${collection}?limit=1` });
  return metadata.resourceVersion;
}

/** Watches from now on while `act` runs, until `count` events have come. */
async function during(
  target: Target,
  collection: string,
  query: string,
  count: number,
  act: () => Promise<unknown>,
  headers: Record<string, string> = {},
): Promise<WatchEvent[]> {
  const from = await version(target, collection);
  const stream = target.stream(
    {
      path: `${collection}?watch=1&resourceVersion=${from}&timeoutSeconds=30${query}`,
      headers,
    },
    lines => lines.length >= count,
  );
  await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
  await act();
  return parse((await stream).lines);
}

function merge(target: Target, path: string, body: unknown): Promise<any> {
  return target.must({
    method: 'PATCH',
    path,
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  });
}

/** Everything until the server ends the stream. */
async function ended(target: Target, path: string): Promise<WatchEvent[]> {
  const {
    lines,
    ended: byServer,
    status,
  } = await target.stream({ path }, () => false);
  assert.equal(status, 200);
  assert.ok(byServer);
  return parse(lines);
}

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
  ...['', '&resourceVersion=0'].map(
    query =>
      ({
        id: query ? 'watches/rv-0' : 'watches/no-resourceversion',
        what: 'A watch from no version or 0 starts with ADDED for every object and no bookmark',
        run: async target => {
          const { kustomizations } = paths(target.namespace);
          const events = await ended(
            target,
            `${kustomizations}?watch=1&timeoutSeconds=1&labelSelector=app%3Dkz${query}`,
          );
          assert.deepEqual(brief(events).sort(), [
            'ADDED kz-0',
            'ADDED kz-1',
            'ADDED kz-2',
            'ADDED kz-3',
            'ADDED kz-4',
            'ADDED kz-later',
          ]);
        },
      } satisfies Behaviour),
  ),
  {
    id: 'watches/path-watch-legacy',
    what: 'The old /watch/ path still watches',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const path = kustomizations.replace(
        '/v1/namespaces',
        '/v1/watch/namespaces',
      );
      const events = await ended(
        target,
        `${path}?timeoutSeconds=1&resourceVersion=0`,
      );
      assert.ok(brief(events).includes('ADDED kz-0'));
    },
  },
  ...['', '&resourceVersion=0', 'current'].map(
    query =>
      ({
        id: `watches/sendinitialevents-rv-${
          { '': 'unset', '&resourceVersion=0': '0' }[query] ?? 'current'
        }`,
        what: 'sendInitialEvents sends every object, then one bookmark that marks the end of them',
        run: async target => {
          const { kustomizations } = paths(target.namespace);
          const at =
            query === 'current'
              ? `&resourceVersion=${await version(target, kustomizations)}`
              : query;
          const events = await ended(
            target,
            `${kustomizations}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1${at}`,
          );
          const last = events[events.length - 1];
          assert.ok(events.length > 6);
          assert.ok(events.slice(0, -1).every(({ type }) => type === 'ADDED'));
          assert.equal(last.type, 'BOOKMARK');
          assert.deepEqual(normalize(last.object, new Map()), {
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            metadata: {},
          });
          assert.deepEqual(last.object.metadata.annotations, {
            'k8s.io/initial-events-end': 'true',
          });
        },
      } satisfies Behaviour),
  ),
  {
    id: 'watches/bookmarks-kustomizations-quiet-unset-130s',
    what: 'A watch with bookmarks that names no version gets the mark of initial events as well',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const events = await ended(
        target,
        `${kustomizations}?watch=1&allowWatchBookmarks=true&timeoutSeconds=1`,
      );
      assert.equal(events[events.length - 1].type, 'BOOKMARK');
    },
  },
  {
    id: 'watches/sendinitialevents-without-bookmarks',
    what: 'Initial events without bookmarks end without a mark',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const events = await ended(
        target,
        `${kustomizations}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1`,
      );
      assert.ok(events.every(({ type }) => type === 'ADDED'));
    },
  },
  {
    id: 'watches/timeoutseconds-3',
    what: 'timeoutSeconds ends a quiet watch in good order, with no bookmark',
    run: async target => {
      // Secrets: nobody writes them here.
      const { secrets } = paths(target.namespace);
      const from = await version(target, secrets);
      const events = await ended(
        target,
        `${secrets}?watch=1&allowWatchBookmarks=true&timeoutSeconds=3&resourceVersion=${from}`,
      );
      assert.deepEqual(events, []);
    },
  },
  {
    id: 'watches/rv-future',
    what: 'A watch from a future version is silent until its timeout',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const events = await ended(
        target,
        `${kustomizations}?watch=1&resourceVersion=999999999&timeoutSeconds=1&allowWatchBookmarks=true`,
      );
      assert.deepEqual(events, []);
    },
  },
  {
    id: 'watches/rv-too-old-cr',
    what: 'A watch from a forgotten version is answered with 200, one ERROR event of 410 Expired, and the end',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const events = await ended(
        target,
        `${kustomizations}?watch=1&resourceVersion=1`,
      );
      assert.equal(events.length, 1);
      assert.equal(events[0].type, 'ERROR');
      assert.deepEqual(normalize(events[0].object, new Map()), {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'too old resource version: N (N)',
        reason: 'Expired',
        code: 410,
      });
    },
  },
  {
    id: 'watches/expired-watch-kustomizations',
    what: 'After the history is forgotten a watch from before gets 410 in the stream; a running one goes on',
    run: async target => {
      if (!target.control) {
        throw new Skipped(
          'needs a server whose history can be forgotten at will',
        );
      }
      const { kustomizations } = paths(target.namespace);
      const before = await version(target, kustomizations);
      const events = await during(target, kustomizations, '', 1, async () => {
        await target.control!({ type: 'compact' });
        await merge(target, `${kustomizations}/kz-2`, {
          metadata: { annotations: { touched: String(Date.now()) } },
        });
      });
      assert.deepEqual(brief(events), ['MODIFIED kz-2']);
      const late = await ended(
        target,
        `${kustomizations}?watch=1&resourceVersion=${before}`,
      );
      assert.deepEqual([late[0].type, late[0].object.code], ['ERROR', 410]);
    },
  },
  {
    id: 'watches/as-table',
    what: 'A watch as Table describes its columns in the first event only',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const { lines } = await target.stream(
        {
          path: `${kustomizations}?watch=1&resourceVersion=0&timeoutSeconds=1`,
          headers: {
            accept:
              'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
          },
        },
        () => false,
      );
      const events = parse(lines);
      assert.equal(events[0].object.columnDefinitions.length, 4);
      assert.equal(events[1].object.columnDefinitions, null);
      assert.equal(events[1].object.rows[0].cells.length, 4);
    },
  },
  {
    id: 'watches/as-partialobjectmetadata',
    what: 'A watch as PartialObjectMetadata sends metadata only',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const [event] = await during(
        target,
        kustomizations,
        '',
        1,
        () =>
          merge(target, `${kustomizations}/kz-3`, {
            metadata: { annotations: { touched: String(Date.now()) } },
          }),
        {
          accept:
            'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
        },
      );
      assert.equal(event.object.kind, 'PartialObjectMetadata');
      assert.deepEqual(Object.keys(event.object).sort(), [
        'apiVersion',
        'kind',
        'metadata',
      ]);
    },
  },
  {
    id: 'watches/finalizer-deletion',
    what: 'A deletion that a finalizer holds is MODIFIED with a deletionTimestamp, and DELETED when the finalizer goes',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const held = kustomization('held');
      held.metadata.finalizers = ['example.com/hold'];
      await fresh(target, kustomizations, held);
      const path = `${kustomizations}/held`;
      const events = await during(
        target,
        kustomizations,
        '&fieldSelector=metadata.name%3Dheld',
        2,
        async () => {
          await target.must({ method: 'DELETE', path });
          await merge(target, path, { metadata: { finalizers: null } });
        },
      );
      assert.deepEqual(brief(events), ['MODIFIED held', 'DELETED held']);
      assert.ok(events[0].object.metadata.deletionTimestamp);
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
