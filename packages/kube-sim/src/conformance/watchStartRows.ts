import assert from 'node:assert/strict';
import { Skipped, type Behaviour } from './Behaviour';
import { fresh, kustomization, paths } from './fixtures';
import { normalize } from './normalize';
import { watching } from './watching';

const { parse, brief, version, during, merge, ended, SETTLE_MS } = watching;

/** How watches start: from which version, with which initial events. */
export const watchStartRows: Behaviour[] = [
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
    what: 'A watch from a future version is silent until its timeout, whatever changes',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      const silent = ended(
        target,
        `${kustomizations}?watch=1&resourceVersion=999999999&timeoutSeconds=2&allowWatchBookmarks=true`,
      );
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      await merge(target, `${kustomizations}/kz-1`, {
        metadata: { annotations: { touched: String(Date.now()) } },
      });
      assert.deepEqual(await silent, []);
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
      const { lines } = await target.stream({
        path: `${kustomizations}?watch=1&resourceVersion=0&timeoutSeconds=1`,
        headers: {
          accept:
            'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
        },
      });
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
