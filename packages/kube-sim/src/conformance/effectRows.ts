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
const createdPath = (target: Target) =>
  `${paths(target.namespace).kustomizations}/created`;
const webScale = (target: Target) =>
  `${paths(target.namespace).deployments}/web/scale`;

/** What writes do to the object: values, generations, ownership. */
export const effectRows: Behaviour[] = [
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
