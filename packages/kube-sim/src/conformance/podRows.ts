import assert from 'node:assert/strict';
import { Skipped, type Behaviour } from './Behaviour';
import { fresh, paths } from './fixtures';
import { recordedRows } from './recordedRows';
import type { ReplayOptions } from './replay';
import type { Target } from './Target';

interface PodShape {
  containers?: string[];
  node?: string;
  gated?: boolean;
  /** Reason why the containers wait. */
  waiting?: string;
  labels?: Record<string, string>;
}

/** Makes a pod that no kubelet has to run: node and status are written here. */
export async function pod(
  target: Target,
  name: string,
  shape: PodShape = {},
): Promise<void> {
  const { containers = ['app'], node, gated, waiting, labels } = shape;
  const { pods } = paths(target.namespace);
  await fresh(target, pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: labels ?? { app: name } },
    spec: {
      containers: containers.map(container => ({
        name: container,
        image: 'app:1.0',
      })),
      ...(node ? { nodeName: node } : {}),
      ...(gated ? { schedulingGates: [{ name: 'example.com/gate' }] } : {}),
    },
  });
  if (node) {
    await target.must({
      method: 'PATCH',
      path: `${pods}/${name}/status`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: {
        status: {
          phase: 'Running',
          containerStatuses: containers.map(container => ({
            name: container,
            image: 'app:1.0',
            imageID: '',
            ready: !waiting,
            restartCount: 0,
            state: waiting
              ? { waiting: { reason: waiting } }
              : {
                  running: {
                    startedAt: new Date(Date.now() - 60_000)
                      .toISOString()
                      .replace(/\.\d+Z/, 'Z'),
                  },
                },
          })),
        },
      },
    });
  }
}

const NODE = { node: 'node-1' };
const with_ = (name: string, shape: PodShape, more: ReplayOptions = {}) => ({
  before: (target: Target) => pod(target, name, shape),
  ...more,
});
const running = (more: ReplayOptions = {}) => with_('running', NODE, more);
const two = (more: ReplayOptions = {}) =>
  with_('two', { ...NODE, containers: ['one', 'two'] }, more);

/** Rows that read what a container wrote need one that runs. */
function simulatedOnly(target: Target): void {
  if (!target.control) {
    throw new Skipped(
      'the text of logs needs a container that runs; pods of these rows have no node',
    );
  }
}

const log = (target: Target, query: string) =>
  target.ask({ path: `${paths(target.namespace).pods}/running/log?${query}` });

const rows: Behaviour[] = [
  {
    id: 'writes/logs-taillines',
    what: 'tailLines, sinceSeconds, timestamps and limitBytes cut the log; it is plain text',
    run: async target => {
      simulatedOnly(target);
      await pod(target, 'running', NODE);
      const tail = await log(target, 'tailLines=3');
      assert.equal(tail.headers['content-type'], 'text/plain');
      assert.equal(tail.text.trim().split('\n').length, 3);
      const stamped = await log(target, 'tailLines=2&timestamps=true');
      for (const line of stamped.text.trim().split('\n')) {
        assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \S/);
      }
      const recent = await log(target, 'sinceSeconds=10');
      const count = recent.text.trim().split('\n').length;
      assert.ok(count >= 5 && count <= 12, `${count} lines in ten seconds`);
      const since = new Date(Date.now() - 10_000).toISOString();
      const sinceTime = await log(
        target,
        `sinceTime=${encodeURIComponent(since)}`,
      );
      assert.ok(sinceTime.text.trim().split('\n').length <= 12);
      assert.equal((await log(target, 'limitBytes=40')).text.length, 40);
      assert.equal((await log(target, 'tailLines=0')).text, '');
    },
  },
  {
    id: 'writes/logs-follow',
    what: 'follow goes on with new lines until the client leaves',
    run: async target => {
      simulatedOnly(target);
      await pod(target, 'running', NODE);
      const { lines } = await target.stream(
        {
          path: `${
            paths(target.namespace).pods
          }/running/log?follow=true&tailLines=1`,
        },
        found => found.length >= 3,
      );
      assert.equal(new Set(lines).size, lines.length);
      assert.ok(lines.length >= 3);
    },
  },
  {
    id: 'writes/eviction-blocked-by-pdb-429',
    what: 'An eviction that a disruption budget forbids is 429 without retry-after',
    run: async target => {
      if (!target.control) {
        throw new Skipped(
          'the budget is counted by a controller, which knows no healthy pod of these rows',
        );
      }
      const { namespace } = target;
      await pod(target, 'budgeted', { ...NODE, labels: { app: 'budgeted' } });
      await fresh(
        target,
        `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'pdb' },
          spec: {
            minAvailable: 1,
            selector: { matchLabels: { app: 'budgeted' } },
          },
        },
      );
      const answer = await target.ask({
        method: 'POST',
        path: `${paths(namespace).pods}/budgeted/eviction`,
        headers: { 'content-type': 'application/json' },
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'budgeted' },
        },
      });
      assert.equal(answer.status, 429);
      assert.equal(answer.headers['retry-after'], undefined);
      assert.equal(answer.body.reason, 'TooManyRequests');
      assert.equal(
        answer.body.message,
        "Cannot evict pod as it would violate the pod's disruption budget.",
      );
      assert.equal(answer.body.details.causes[0].reason, 'DisruptionBudget');
    },
  },
  {
    id: 'lists/field-selector-pod-phase',
    what: 'Pods are found by phase and node',
    run: async target => {
      await pod(target, 'running', NODE);
      await pod(target, 'gated', { gated: true });
      const { items } = await target.must({
        path: `${
          paths(target.namespace).pods
        }?fieldSelector=status.phase%3DRunning,spec.nodeName%3Dnode-1`,
      });
      const names = items.map((item: any) => item.metadata.name);
      assert.ok(names.includes('running'));
      assert.ok(!names.includes('gated'));
    },
  },
  {
    id: 'lists/table-pods',
    what: 'The Table of pods counts ready containers and says why a pod does not run',
    run: async target => {
      await pod(target, 'two', { ...NODE, containers: ['one', 'two'] });
      await pod(target, 'pull', { ...NODE, waiting: 'ImagePullBackOff' });
      await pod(target, 'gated', { gated: true });
      const table = await target.must({
        path: paths(target.namespace).pods,
        headers: {
          accept:
            'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
        },
      });
      assert.deepEqual(
        table.columnDefinitions.map((column: any) => [
          column.name,
          column.priority,
        ]),
        [
          ['Name', 0],
          ['Ready', 0],
          ['Status', 0],
          ['Restarts', 0],
          ['Age', 0],
          ['IP', 1],
          ['Node', 1],
          ['Nominated Node', 1],
          ['Readiness Gates', 1],
        ],
      );
      const cells = Object.fromEntries(
        table.rows.map(({ cells: [name, ready, status] }: any) => [
          name,
          [ready, status],
        ]),
      );
      assert.deepEqual(cells.two, ['2/2', 'Running']);
      assert.deepEqual(cells.pull, ['0/1', 'ImagePullBackOff']);
    },
  },
];

/** Pods: logs, evictions, bindings and graceful deletion. */
export const podRows: Behaviour[] = [
  ...recordedRows({
    'writes/logs-container-not-named': two(),
    'writes/logs-container-unknown': two(),
    'writes/logs-limitbytes-0': running(),
    'writes/logs-pod-missing': {},
    'writes/logs-pod-not-scheduled': with_('gated', { gated: true }),
    'writes/logs-since-both': running(),
    'writes/logs-sincetime-invalid': running(),
    'writes/logs-taillines-invalid': running(),
    'writes/eviction-missing-pod': {},
    'writes/eviction-ok': two(),
    'writes/binding-already-bound': two(),
    'writes/binding-gated': with_('gated', { gated: true }),
    'writes/binding-ok': with_('bindme', {}),
    'writes/delete-pod-grace': running({ compare: 'code' }),
  }),
  ...recordedRows({
    'writes/logs-container-waiting': with_('pull', {
      ...NODE,
      waiting: 'ImagePullBackOff',
    }),
    'writes/logs-previous-missing': running(),
  }).map(row => ({
    ...row,
    run: async (target: Target) => {
      simulatedOnly(target);
      await row.run(target);
    },
  })),
  ...rows,
];
