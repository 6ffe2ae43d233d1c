import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import { kustomization, paths, remove } from './fixtures';
import { recordedRows } from './recordedRows';
import { replay } from './replay';
import type { Target } from './Target';

const absent = (target: Target) =>
  remove(target, `${paths(target.namespace).kustomizations}/ssa`);

/** Brings the object to the point that a recording starts from, by the recordings before it. */
const after =
  (...steps: string[]) =>
  async (target: Target) => {
    await absent(target);
    for (const step of steps) {
      await replay(target, step, { compare: 'code' });
    }
  };

const CREATED = 'writes/apply-create';
const FORCED = 'writes/apply-force';
const SHARED = 'writes/apply-shared-ownership';

const rows: Behaviour[] = [
  {
    id: 'writes/apply-removes-what-it-owned',
    what: 'A field that its only manager stops applying disappears; one of another manager stays',
    run: async target => {
      const path = `${paths(target.namespace).kustomizations}/dropped`;
      await remove(target, path);
      const apply = (spec: any) => {
        const object = kustomization('dropped');
        Object.assign(object.spec, spec);
        return target.must({
          method: 'PATCH',
          path: `${path}?fieldManager=one`,
          headers: { 'content-type': 'application/apply-patch+yaml' },
          body: object,
        });
      };
      await apply({ targetNamespace: 'a', timeout: '1m' });
      await target.must({
        method: 'PATCH',
        path: `${path}?fieldManager=portal`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: { retryInterval: '2m' } },
      });
      const left = await apply({ timeout: '1m' });
      assert.equal('targetNamespace' in left.spec, false);
      assert.equal(left.spec.timeout, '1m');
      assert.equal(left.spec.retryInterval, '2m');
    },
  },
  {
    id: 'writes/apply-conflict-with-update',
    what: 'A conflict with a manager that updates names the version it used',
    run: async target => {
      await after(CREATED)(target);
      const path = `${paths(target.namespace).kustomizations}/ssa`;
      await target.must({
        method: 'PATCH',
        path: `${path}?fieldManager=portal`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: { path: './mine' } },
      });
      const object = kustomization('ssa');
      object.spec.path = './ssa';
      const answer = await target.ask({
        method: 'PATCH',
        path: `${path}?fieldManager=one`,
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: object,
      });
      assert.equal(answer.status, 409);
      assert.equal(
        answer.body.message,
        'Apply failed with 1 conflict: conflict with "portal" using kustomize.toolkit.fluxcd.io/v1: .spec.path',
      );
    },
  },
];

/** Server-side apply: ownership, conflicts and force. */
export const applyRows: Behaviour[] = [
  ...recordedRows({
    [CREATED]: { before: absent, compare: 'exact' },
    'writes/apply-noop': { before: after(CREATED), compare: 'exact' },
    'writes/apply-conflict': { before: after(CREATED) },
    [FORCED]: { before: after(CREATED), compare: 'exact' },
    [SHARED]: { before: after(CREATED, FORCED), compare: 'exact' },
    'writes/apply-remove-field': {
      before: after(CREATED, FORCED, SHARED),
      compare: 'exact',
    },
    'writes/apply-dry-run': { before: after(CREATED, FORCED), compare: 'code' },
    'writes/apply-uid-mismatch': { before: after(CREATED) },
    'writes/apply-with-managedfields': { before: after(CREATED) },
    'writes/apply-without-fieldmanager': {},
    'writes/status-get': {
      before: after(CREATED, FORCED, SHARED, 'writes/apply-remove-field'),
    },
    'writes/status-patch': { before: after(CREATED) },
    'writes/status-patch-invalid': { before: after(CREATED) },
  }),
  ...rows,
];
