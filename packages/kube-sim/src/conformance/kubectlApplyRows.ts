import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import { configMap, kustomization, paths, remove } from './fixtures';
import { kubectl } from './kubectl';

/** kubectl apply, on either side. */
export const kubectlApplyRows: Behaviour[] = [
  {
    id: 'kubectl/apply-server-side',
    what: 'kubectl apply --server-side creates, does nothing the second time, and is refused on a conflict',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await remove(target, `${kustomizations}/applied`);
      const object = kustomization('applied');
      const apply = (spec: object, ...flags: string[]) =>
        kubectl.withFile(
          { ...object, spec: { ...object.spec, ...spec } },
          file =>
            kubectl.call(target, [
              'apply',
              '--server-side',
              '-f',
              file,
              ...flags,
            ]),
        );
      assert.match(await apply({}), /serverside-applied/);
      const first = await target.must({ path: `${kustomizations}/applied` });
      await apply({});
      const second = await target.must({ path: `${kustomizations}/applied` });
      assert.equal(second.spec.path, first.spec.path);
      const owner = second.metadata.managedFields.find(
        (one: any) => one.manager === 'kubectl',
      );
      assert.equal(owner.operation, 'Apply');
      await assert.rejects(
        apply({ path: './other' }, '--field-manager=other'),
        /conflict with "kubectl": \.spec\.path/,
      );
      await apply(
        { path: './other' },
        '--field-manager=other',
        '--force-conflicts',
      );
      assert.equal(
        (await target.must({ path: `${kustomizations}/applied` })).spec.path,
        './other',
      );
    },
  },
  {
    id: 'kubectl/apply-client-side',
    what: 'kubectl apply without --server-side creates and changes, with its validation',
    run: async target => {
      await remove(target, `${paths(target.namespace).configmaps}/ka`);
      const apply = (object: unknown) =>
        kubectl.withFile(object, file =>
          kubectl.call(target, ['apply', '-f', file]),
        );
      assert.match(await apply(configMap('ka')), /configmap\/ka created/);
      assert.match(
        await apply({ ...configMap('ka'), data: { k: 'w' } }),
        /configured/,
      );
      await assert.rejects(
        apply({
          ...kustomization('kb'),
          spec: { ...kustomization('kb').spec, nope: 1 },
        }),
        /unknown field "spec.nope"/,
      );
    },
  },
];
