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

/** Creating, replacing, patching and deleting. */
export const writeRows: Behaviour[] = recordedRows({
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
    target => remove(target, `${paths(target.namespace).configmaps}/from-yaml`),
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
    body: withLiveIds('writes/put-ok', createdPath, ['uid', 'resourceVersion']),
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
    body: withLiveIds('writes/scale-put', webScale, ['uid', 'resourceVersion']),
  }),
});
