import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type * as ClientNode from '@kubernetes/client-node';
import { Skipped, type Behaviour } from './Behaviour';
import { configMap, fresh, kustomization, paths, remove } from './fixtures';
import { pod } from './podRows';
import type { Target } from './Target';

const KS = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  plural: 'kustomizations',
};
const TIMEOUT_MS = 60_000;

async function load(target: Target): Promise<{
  k8s: typeof ClientNode;
  config: ClientNode.KubeConfig;
}> {
  const k8s = await import('@kubernetes/client-node');
  const config = new k8s.KubeConfig();
  config.loadFromFile(target.kubeconfig);
  return { k8s, config };
}

/** Rejects when something that should happen does not. */
function within<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${what} did not happen`)),
        TIMEOUT_MS,
      );
    }),
  ]).finally(() => clearTimeout(timer));
}

function touch(target: Target, name: string): Promise<any> {
  return target.must({
    method: 'PATCH',
    path: `${paths(target.namespace).kustomizations}/${name}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { metadata: { annotations: { touched: String(Date.now()) } } },
  });
}

/** The unmodified @kubernetes/client-node. */
export const clientNodeRows: Behaviour[] = [
  {
    id: 'client-node/list',
    what: 'The typed client lists built-in and custom objects',
    run: async target => {
      const { k8s, config } = await load(target);
      const { namespace } = target;
      const { configmaps, kustomizations } = paths(namespace);
      const labels = { app: 'typed-list' };
      const labelSelector = 'app=typed-list';
      await fresh(target, configmaps, configMap('typed-list', labels));
      await fresh(target, kustomizations, kustomization('typed-list', labels));
      const maps = await config
        .makeApiClient(k8s.CoreV1Api)
        .listNamespacedConfigMap({ namespace, labelSelector });
      assert.deepEqual(
        maps.items.map(item => item.metadata?.name),
        ['typed-list'],
      );
      const list: any = await config
        .makeApiClient(k8s.CustomObjectsApi)
        .listNamespacedCustomObject({ ...KS, namespace, labelSelector });
      assert.deepEqual(
        list.items.map((item: any) => item.metadata.name),
        ['typed-list'],
      );
    },
  },
  {
    id: 'client-node/patch',
    what: 'The typed client sends a merge patch',
    run: async target => {
      const { k8s, config } = await load(target);
      const { namespace } = target;
      await fresh(
        target,
        paths(namespace).kustomizations,
        kustomization('typed'),
      );
      const changed: any = await config
        .makeApiClient(k8s.CustomObjectsApi)
        .patchNamespacedCustomObject(
          {
            ...KS,
            namespace,
            name: 'typed',
            fieldManager: 'typed-client',
            body: { spec: { path: './typed' } },
          },
          k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch),
        );
      assert.equal(changed.spec.path, './typed');
      assert.ok(
        changed.metadata.managedFields.some(
          (one: any) => one.manager === 'typed-client',
        ),
      );
    },
  },
  {
    id: 'client-node/watch',
    what: 'Its watch hears of a change',
    run: async target => {
      const { k8s, config } = await load(target);
      const { kustomizations } = paths(target.namespace);
      const { metadata } = await target.must({ path: kustomizations });
      let abort: AbortController | undefined;
      try {
        await within(
          'the event',
          new Promise<void>((resolve, reject) => {
            new k8s.Watch(config)
              .watch(
                kustomizations,
                { resourceVersion: metadata.resourceVersion },
                (type, object) => {
                  if (type === 'MODIFIED' && object.metadata.name === 'kz-4') {
                    resolve();
                  }
                },
                error => error && reject(error),
              )
              .then(controller => {
                abort = controller;
                return touch(target, 'kz-4');
              })
              .catch(reject);
          }),
        );
      } finally {
        abort?.abort();
      }
    },
  },
  {
    id: 'client-node/informer',
    what: 'Its informer fills its cache and follows changes',
    run: async target => {
      const { k8s, config } = await load(target);
      const { namespace } = target;
      const { kustomizations } = paths(namespace);
      const api = config.makeApiClient(k8s.CustomObjectsApi);
      const informer = k8s.makeInformer(
        config,
        kustomizations,
        () =>
          api.listNamespacedCustomObject({ ...KS, namespace }) as Promise<any>,
      );
      const added = new Set<string>();
      informer.on('add', (object: any) => added.add(object.metadata.name));
      const changed = new Promise<void>(resolve => {
        informer.on('update', (object: any) => {
          if (object.metadata.name === 'kz-3') {
            resolve();
          }
        });
      });
      try {
        await fresh(target, kustomizations, kustomization('one'));
        await informer.start();
        // The watch of the informer starts after its list.
        const timer = setInterval(
          () => touch(target, 'kz-3').catch(() => undefined),
          500,
        );
        await within('the update', changed).finally(() => clearInterval(timer));
        assert.ok(added.has('kz-1') && added.has('one'));
      } finally {
        await informer.stop();
      }
    },
  },
  {
    id: 'client-node/log',
    what: 'Its log helper follows a container',
    run: async target => {
      if (!target.control) {
        throw new Skipped(
          'the text of logs needs a container that runs; pods of these rows have no node',
        );
      }
      const { k8s, config } = await load(target);
      await pod(target, 'logged', { node: 'node-1' });
      const stream = new PassThrough();
      let text = '';
      const enough = new Promise<void>(resolve => {
        stream.on('data', chunk => {
          text += chunk;
          if (text.split('\n').length > 3) {
            resolve();
          }
        });
      });
      await new k8s.Log(config).log(target.namespace, 'logged', 'app', stream, {
        follow: true,
        tailLines: 1,
      });
      await within('the third line', enough);
      // Its abort throws where nobody can catch; the end of the pod ends the stream instead.
      const ended = new Promise<void>(resolve => {
        stream.on('end', resolve);
      });
      await remove(target, `${paths(target.namespace).pods}/logged`);
      await within('the end of the log', ended);
    },
  },
];
