import assert from 'node:assert/strict';
import { Skipped, type Behaviour } from './Behaviour';
import { configMap, deployment, fresh, kustomization, paths } from './fixtures';
import { kubectl } from './kubectl';
import { kubectlApplyRows } from './kubectlApplyRows';
import { pod } from './podRows';

const KS = 'kustomizations.kustomize.toolkit.fluxcd.io';

const rows: Behaviour[] = [
  ...kubectlApplyRows,
  {
    id: 'kubectl/get',
    what: 'kubectl get prints the columns of the CRD',
    run: async target => {
      const output = await kubectl.call(target, ['get', 'ks', 'kz-1']);
      assert.match(output, /^NAME +AGE +READY +STATUS/);
      assert.match(output, /\nkz-1 +\d+/);
      const all = await kubectl.call(target, [
        'get',
        KS,
        '-l',
        'team=red',
        '-o',
        'name',
      ]);
      assert.match(all, /kustomize.toolkit.fluxcd.io\/kz-1/);
    },
  },
  {
    id: 'kubectl/get-watch',
    what: 'kubectl get -w prints an object again when it changes',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await fresh(target, kustomizations, kustomization('watched'));
      let changed = false;
      const { output } = kubectl.until(
        target,
        ['get', 'ks', 'watched', '-w', '--no-headers'],
        text => {
          const lines = text
            .split('\n')
            .filter(line => line.startsWith('watched'));
          if (lines.length === 1 && !changed) {
            changed = true;
            target
              .must({
                method: 'PATCH',
                path: `${kustomizations}/watched`,
                headers: { 'content-type': 'application/merge-patch+json' },
                body: { metadata: { labels: { a: 'b' } } },
              })
              // The output that does not come says the rest.
              .catch(() => undefined);
          }
          return lines.length >= 2;
        },
      );
      await output;
    },
  },
  {
    id: 'kubectl/describe',
    what: 'kubectl describe shows spec and events of a custom resource',
    run: async target => {
      const { namespace } = target;
      const object = await fresh(
        target,
        paths(namespace).kustomizations,
        kustomization('described'),
      );
      await fresh(target, `/api/v1/namespaces/${namespace}/events`, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'described.1', namespace },
        involvedObject: {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name: 'described',
          namespace,
          uid: object.metadata.uid,
        },
        reason: 'Tested',
        message: 'told by an event',
        type: 'Normal',
        firstTimestamp: object.metadata.creationTimestamp,
        lastTimestamp: object.metadata.creationTimestamp,
        count: 1,
        source: { component: 'test' },
      });
      const output = await kubectl.call(target, [
        'describe',
        'ks',
        'described',
      ]);
      assert.match(output, /Interval: +10m/);
      assert.match(output, /Normal +Tested .*told by an event/);
    },
  },
  {
    id: 'kubectl/patch',
    what: 'kubectl patch, label and annotate write under their own names',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await fresh(target, kustomizations, kustomization('patched'));
      await kubectl.call(target, [
        'patch',
        'ks',
        'patched',
        '--type=merge',
        '-p',
        '{"spec":{"path":"./p"}}',
      ]);
      await kubectl.call(target, ['label', 'ks', 'patched', 'x=y']);
      await kubectl.call(target, ['annotate', 'ks', 'patched', 'a=b']);
      const { spec, metadata } = await target.must({
        path: `${kustomizations}/patched`,
      });
      assert.equal(spec.path, './p');
      const managers = metadata.managedFields.map((one: any) => one.manager);
      for (const name of [
        'kubectl-patch',
        'kubectl-label',
        'kubectl-annotate',
      ]) {
        assert.ok(managers.includes(name), `${name} is among ${managers}`);
      }
    },
  },
  {
    id: 'kubectl/logs-follow',
    what: 'kubectl logs -f prints lines as they come',
    run: async target => {
      if (!target.control) {
        throw new Skipped(
          'the text of logs needs a container that runs; pods of these rows have no node',
        );
      }
      await pod(target, 'chatty', { node: 'node-1' });
      const { output } = kubectl.until(
        target,
        ['logs', '-f', 'chatty', '--tail=1'],
        text => text.split('\n').length > 3,
      );
      assert.match(await output, /chatty/);
    },
  },
  {
    id: 'kubectl/scale',
    what: 'kubectl scale changes the replicas of a Deployment through its scale',
    run: async target => {
      const { deployments } = paths(target.namespace);
      await fresh(target, deployments, deployment('scaled'));
      await kubectl.call(target, [
        'scale',
        'deployment/scaled',
        '--replicas=3',
      ]);
      const { spec, metadata } = await target.must({
        path: `${deployments}/scaled`,
      });
      assert.equal(spec.replicas, 3);
      assert.ok(
        metadata.managedFields.some((one: any) => one.subresource === 'scale'),
      );
    },
  },
  {
    id: 'kubectl/rollout-restart',
    what: 'kubectl rollout restart marks the template under the manager kubectl-rollout',
    run: async target => {
      const { deployments } = paths(target.namespace);
      await fresh(target, deployments, deployment('restarted'));
      await kubectl.call(target, [
        'rollout',
        'restart',
        'deployment/restarted',
      ]);
      const { spec, metadata } = await target.must({
        path: `${deployments}/restarted`,
      });
      const { annotations } = spec.template.metadata;
      assert.ok(annotations['kubectl.kubernetes.io/restartedAt']);
      assert.ok(
        metadata.managedFields.some(
          (one: any) => one.manager === 'kubectl-rollout',
        ),
      );
    },
  },
  {
    id: 'kubectl/auth-can-i',
    what: 'kubectl auth can-i --as asks for somebody else; whoami names the caller',
    run: async target => {
      const can = (who: string, verb: string) =>
        kubectl
          .call(target, ['auth', 'can-i', verb, KS, '--as', who])
          .catch(error => String(error));
      assert.match(await can('jane', 'list'), /yes/);
      assert.match(await can('joe', 'list'), /no/);
      assert.match(
        await can(`system:serviceaccount:${target.namespace}:viewer`, 'patch'),
        /no/,
      );
      assert.match(
        await kubectl.call(target, ['auth', 'whoami', '-o', 'json']),
        /"groups"/,
      );
    },
  },
  {
    id: 'kubectl/delete',
    what: 'kubectl delete waits until the object is gone',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      await fresh(target, configmaps, configMap('doomed'));
      assert.match(
        await kubectl.call(target, ['delete', 'configmap', 'doomed']),
        /deleted/,
      );
      assert.equal(
        (await target.ask({ path: `${configmaps}/doomed` })).status,
        404,
      );
    },
  },
];

/** The real kubectl. */
export const kubectlRows: Behaviour[] = rows.map(row => ({
  ...row,
  run: async target => {
    const unfit = kubectl.unfit();
    if (unfit) throw new Skipped(unfit);
    await row.run(target);
  },
}));
