import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import {
  configMap,
  deployment,
  fresh,
  kustomization,
  paths,
  remove,
} from './fixtures';
import { recordedRows } from './recordedRows';
import { recording } from './recording';
import type { ReplayOptions } from './replay';
import type { Target } from './Target';

const created = (target: Target) =>
  fresh(
    target,
    paths(target.namespace).kustomizations,
    kustomization('created'),
  );
const web = (target: Target) =>
  fresh(target, paths(target.namespace).deployments, deployment('web'));
const gone = (name: string) => (target: Target) =>
  remove(target, `${paths(target.namespace).kustomizations}/${name}`);

/** An object that a finalizer keeps while it is being deleted. */
async function terminating(target: Target): Promise<void> {
  const { kustomizations } = paths(target.namespace);
  const object = kustomization('kz-0', { app: 'kz', team: 'blue' });
  object.metadata.finalizers = ['example.com/hold'];
  await fresh(target, kustomizations, object);
  await target.must({ method: 'DELETE', path: `${kustomizations}/kz-0` });
}

async function held(target: Target): Promise<void> {
  const object = kustomization('kz-0', { app: 'kz', team: 'blue' });
  object.metadata.finalizers = ['example.com/hold'];
  await fresh(target, paths(target.namespace).kustomizations, object);
}

const on = (
  before: (target: Target) => Promise<unknown>,
  more: ReplayOptions = {},
) => ({
  before,
  ...more,
});
const patchCreated = on(created, { compare: 'code' });

/** A recorded body with the ids of the live object in place of those recorded. */
function withLiveIds(
  id: string,
  path: (target: Target) => string,
  fields: string[],
) {
  return async (target: Target) => {
    const { request } = recording(id);
    const body: any = structuredClone(request.body);
    const live = await target.must({ path: path(target) });
    body.metadata.namespace = target.namespace;
    for (const field of fields) {
      body.metadata[field] = live.metadata[field];
    }
    return body;
  };
}

const createdPath = (target: Target) =>
  `${paths(target.namespace).kustomizations}/created`;
const webScale = (target: Target) =>
  `${paths(target.namespace).deployments}/web/scale`;

const rows: Behaviour[] = [
  {
    id: 'writes/create-duplicate-key-strict',
    what: 'A key given twice is refused under Strict and named in a warning otherwise',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await gone('twice')(target);
      const text = JSON.stringify(kustomization('twice')).replace(
        '"prune":true',
        '"prune":true,"prune":false',
      );
      const ask = (query: string) =>
        target.ask({
          method: 'POST',
          path: `${kustomizations}${query}`,
          headers: { 'content-type': 'application/json' },
          body: text,
        });
      const strict = await ask('?fieldValidation=Strict');
      assert.equal(strict.status, 400);
      assert.equal(
        strict.body.message,
        'Kustomization in version "v1" cannot be handled as a Kustomization: strict decoding error: duplicate field "spec.prune"',
      );
      const warned = await ask('');
      assert.equal(warned.status, 201);
      assert.equal(
        warned.headers.warning,
        '299 - "duplicate field \\"spec.prune\\""',
      );
    },
  },
  {
    id: 'writes/managed-fields',
    what: 'A write takes the fields that it changes from their managers; without fieldManager the User-Agent names it',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await gone('owned')(target);
      const write = (
        method: string,
        path: string,
        agent: string,
        body: unknown,
      ) =>
        target.must({
          method,
          path,
          headers: {
            'user-agent': agent,
            'content-type':
              method === 'PATCH'
                ? 'application/merge-patch+json'
                : 'application/json',
          },
          body,
        });
      await write('POST', kustomizations, 'creator/1', kustomization('owned'));
      const patched = await write(
        'PATCH',
        `${kustomizations}/owned`,
        'flux-portal/1.2 (linux)',
        {
          spec: { path: './two' },
        },
      );
      const owners = patched.metadata.managedFields
        .filter((entry: any) => !/^gotk-/.test(entry.manager))
        .map((entry: any) => [entry.manager, entry.operation, entry.fieldsV1]);
      assert.deepEqual(owners, [
        [
          'creator',
          'Update',
          {
            'f:spec': {
              '.': {},
              'f:force': {},
              'f:interval': {},
              'f:prune': {},
              'f:sourceRef': { '.': {}, 'f:kind': {}, 'f:name': {} },
              'f:suspend': {},
            },
          },
        ],
        ['flux-portal', 'Update', { 'f:spec': { 'f:path': {} } }],
      ]);
    },
  },
  {
    id: 'writes/patch-merge-effect',
    what: 'A merge patch sets, adds and removes fields, raises the generation for spec only, and a no-op keeps the version',
    run: async target => {
      const object = await created(target);
      const path = createdPath(target);
      const patch = (body: unknown, query = '') =>
        target.must({
          method: 'PATCH',
          path: `${path}${query}`,
          headers: { 'content-type': 'application/merge-patch+json' },
          body,
        });
      const changed = await patch({ spec: { suspend: null, path: './two' } });
      assert.equal(changed.spec.path, './two');
      assert.equal('suspend' in changed.spec, false);
      assert.equal(changed.metadata.generation, object.metadata.generation + 1);
      const annotated = await patch({ metadata: { annotations: { a: 'b' } } });
      assert.equal(annotated.metadata.generation, changed.metadata.generation);
      const again = await patch({ metadata: { annotations: { a: 'b' } } });
      assert.equal(
        again.metadata.resourceVersion,
        annotated.metadata.resourceVersion,
      );
      const dry = await patch({ spec: { path: './dry' } }, '?dryRun=All');
      assert.equal(dry.spec.path, './dry');
      assert.equal((await target.must({ path })).spec.path, './two');
      const ignored = await patch({ status: { lastAppliedRevision: 'x' } });
      assert.notEqual(ignored.status?.lastAppliedRevision, 'x');
    },
  },
  {
    id: 'writes/patch-merge-uid-match',
    what: 'A merge patch that names the uid of the live object goes through',
    run: async target => {
      const { metadata } = await created(target);
      const changed = await target.must({
        method: 'PATCH',
        path: createdPath(target),
        headers: { 'content-type': 'application/merge-patch+json' },
        body: {
          metadata: { uid: metadata.uid },
          spec: { suspend: true, path: './guarded' },
        },
      });
      assert.equal(changed.spec.path, './guarded');
    },
  },
  {
    id: 'writes/status-effect',
    what: 'A status patch changes status only: spec in it is ignored and the generation stays',
    run: async target => {
      const object = await created(target);
      const changed = await target.must({
        method: 'PATCH',
        path: `${createdPath(target)}/status`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: {
          spec: { path: './ignored' },
          status: { lastAppliedRevision: 'main@sha1:abc' },
        },
      });
      assert.equal(changed.spec.path, './app');
      assert.equal(changed.status.lastAppliedRevision, 'main@sha1:abc');
      assert.equal(changed.metadata.generation, object.metadata.generation);
    },
  },
  {
    id: 'writes/strategic-effect',
    what: 'A strategic merge merges keyed lists by key and deletes by directive',
    run: async target => {
      await web(target);
      const path = `${paths(target.namespace).deployments}/web`;
      const patch = (env: unknown[]) =>
        target.must({
          method: 'PATCH',
          path,
          headers: { 'content-type': 'application/strategic-merge-patch+json' },
          body: {
            spec: {
              template: { spec: { containers: [{ name: 'app', env }] } },
            },
          },
        });
      const added = await patch([{ name: 'B', value: '2' }]);
      const [container] = added.spec.template.spec.containers;
      assert.equal(container.image, 'app:1.0');
      assert.deepEqual(container.env, [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ]);
      const removed = await patch([{ name: 'B', $patch: 'delete' }]);
      assert.deepEqual(removed.spec.template.spec.containers[0].env, [
        { name: 'A', value: '1' },
      ]);
    },
  },
  {
    id: 'writes/scale-effect',
    what: 'A patch of scale changes the replicas of the workload, owned by its manager under "scale"',
    run: async target => {
      await web(target);
      await target.must({
        method: 'PATCH',
        path: `${webScale(target)}?fieldManager=portal`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: { replicas: 1 } },
      });
      const live = await target.must({
        path: `${paths(target.namespace).deployments}/web`,
      });
      assert.equal(live.spec.replicas, 1);
      const owner = live.metadata.managedFields.find(
        (one: any) => one.manager === 'portal',
      );
      assert.deepEqual(
        [owner.subresource, owner.fieldsV1],
        ['scale', { 'f:spec': { 'f:replicas': {} } }],
      );
    },
  },
  {
    id: 'writes/delete-uid-guard',
    what: 'A delete that names the uid of the live object goes through and says what was deleted',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      const { metadata } = await fresh(
        target,
        configmaps,
        configMap('guarded'),
      );
      const answer = await target.must({
        method: 'DELETE',
        path: `${configmaps}/guarded`,
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: metadata.uid },
        },
      });
      assert.deepEqual(answer, {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name: 'guarded', kind: 'configmaps', uid: metadata.uid },
      });
    },
  },
  {
    id: 'writes/owner-gone',
    what: 'An object whose owner is deleted goes too, in the background',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      const { metadata } = await fresh(target, configmaps, configMap('owner'));
      const dependent = configMap('dependent');
      dependent.metadata.ownerReferences = [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: 'owner',
          uid: metadata.uid,
        },
      ];
      await fresh(target, configmaps, dependent);
      await target.must({ method: 'DELETE', path: `${configmaps}/owner` });
      const end = Date.now() + 60_000;
      let status = 200;
      while (status !== 404 && Date.now() < end) {
        ({ status } = await target.ask({ path: `${configmaps}/dependent` }));
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      assert.equal(status, 404);
    },
  },
];

/** Creating, replacing, patching and deleting. */
export const writeRows: Behaviour[] = [
  ...recordedRows({
    'writes/create-already-exists': on(created),
    'writes/create-bad-enum': {},
    'writes/create-bad-fieldvalidation-value': {},
    'writes/create-bad-pattern': {},
    'writes/create-builtin-strict-unknown-field': {},
    'writes/create-deployment-invalid-selector': {},
    'writes/create-dry-run-bad-value': {},
    'writes/create-dry-run': on(gone('dry'), { compare: 'exact' }),
    'writes/create-dry-run-then-get': {},
    'writes/create-empty-body': {},
    'writes/create-generatename': {},
    'writes/create-ignore-unknown-field': on(gone('ignored'), {
      compare: 'exact',
    }),
    'writes/create-in-missing-namespace': {},
    'writes/create-invalid-name': {},
    'writes/create-malformed-json': {},
    'writes/create-missing-required': {},
    'writes/create-namespace-mismatch': {},
    'writes/create-no-name': {},
    'writes/create-ok': on(gone('created'), { compare: 'exact' }),
    'writes/create-strict-unknown-field': {},
    'writes/create-warn-unknown-field': on(gone('warned'), {
      compare: 'exact',
    }),
    'writes/create-while-terminating': on(terminating),
    'writes/create-with-resourceversion': {},
    'writes/create-wrong-apiversion': {},
    'writes/create-wrong-kind': {},
    'writes/create-wrong-type': {},
    'writes/create-yaml': on(
      target =>
        remove(target, `${paths(target.namespace).configmaps}/from-yaml`),
      { compare: 'exact' },
    ),
    'writes/patch-content-type-json-415': {},
    'writes/patch-content-type-unknown-415': {},
    'writes/patch-fieldmanager-too-long': {
      what: 'A fieldManager of more than 128 bytes is 422',
    },
    'writes/patch-json-bad-op': on(created),
    'writes/patch-json-not-a-list': on(created),
    'writes/patch-json-ok': patchCreated,
    'writes/patch-json-remove-missing': on(created),
    'writes/patch-json-test-failed': on(created),
    'writes/patch-json-test-uid-failed': on(created),
    'writes/patch-malformed': on(created),
    'writes/patch-merge-annotation': patchCreated,
    'writes/patch-merge-invalid-422': on(created),
    'writes/patch-merge-name-change': on(created),
    'writes/patch-merge-resourceversion-stale': on(created),
    'writes/patch-merge-strict-unknown': on(created, { compare: 'code' }),
    'writes/patch-merge-uid-mismatch-configmap': {},
    'writes/patch-merge-uid-mismatch-missing-object': {},
    'writes/patch-merge-uid-mismatch': on(created),
    'writes/patch-merge-unknown-default-warns': patchCreated,
    'writes/patch-missing-404': {},
    'writes/patch-strategic-on-cr-415': on(created),
    'writes/force-on-merge-patch': {},
    'writes/put-configmap-without-resourceversion': {},
    'writes/put-conflict-stale-resourceversion': on(created, {
      body: withLiveIds(
        'writes/put-conflict-stale-resourceversion',
        createdPath,
        ['uid'],
      ),
    }),
    'writes/put-creates-configmap': {},
    'writes/put-missing-cr': {},
    'writes/put-name-mismatch': on(created),
    'writes/put-ok': on(created, {
      body: withLiveIds('writes/put-ok', createdPath, [
        'uid',
        'resourceVersion',
      ]),
      compare: 'code',
    }),
    'writes/put-uid-mismatch': on(created),
    'writes/put-without-resourceversion': on(created),
    'writes/delete-again-while-terminating': on(terminating),
    'writes/delete-collection': on(target =>
      fresh(
        target,
        paths(target.namespace).configmaps,
        configMap('list-5', { app: 'list', n: '5', tier: 'a' }),
      ),
    ),
    'writes/delete-missing': {},
    'writes/delete-propagation-background': on(target =>
      fresh(
        target,
        paths(target.namespace).deployments,
        deployment('del-background'),
      ),
    ),
    'writes/delete-propagation-bad': on(created),
    'writes/delete-propagation-foreground': on(target =>
      fresh(
        target,
        paths(target.namespace).deployments,
        deployment('del-foreground'),
      ),
    ),
    'writes/delete-propagation-orphan': on(target =>
      fresh(
        target,
        paths(target.namespace).deployments,
        deployment('del-orphan'),
      ),
    ),
    'writes/delete-resourceversion-mismatch': on(created),
    'writes/delete-uid-mismatch': on(created),
    'writes/delete-with-finalizer': on(held),
    'writes/finalizer-add-while-terminating': on(terminating),
    'writes/finalizer-add': on(held),
    'writes/finalizer-remove': on(terminating),
    'writes/get-after-finalizer-removed': on(gone('kz-0')),
    'writes/status-on-configmap-404': {},
    'writes/rollout-restart': on(web),
    'writes/scale-get': on(web),
    'writes/scale-on-cr-404': {},
    'writes/scale-patch-negative': on(web),
    'writes/scale-patch': on(web),
    'writes/scale-put-conflict': on(web, {
      body: withLiveIds('writes/scale-put-conflict', webScale, ['uid']),
    }),
    'writes/scale-put': on(web, {
      body: withLiveIds('writes/scale-put', webScale, [
        'uid',
        'resourceVersion',
      ]),
    }),
  }),
  ...rows,
];
