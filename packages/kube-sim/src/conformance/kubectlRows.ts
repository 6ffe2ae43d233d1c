import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Skipped, type Behaviour } from './Behaviour';
import {
  configMap,
  deployment,
  fresh,
  kustomization,
  paths,
  remove,
} from './fixtures';
import { pod } from './podRows';
import type { Target } from './Target';

const TIMEOUT_MS = 120_000;

function found(): boolean {
  return spawnSync('kubectl', ['version', '--client']).status === 0;
}

/** Calls the real program; a failure throws what it said. */
function kubectl(target: Target, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'kubectl',
      [
        '--kubeconfig',
        target.kubeconfig,
        '--namespace',
        target.namespace,
        ...args,
      ],
      { timeout: TIMEOUT_MS },
      (error, stdout, stderr) =>
        error
          ? reject(
              new Error(
                `kubectl ${args.join(' ')}: ${
                  stderr || stdout || error.message
                }`,
              ),
            )
          : resolve(stdout),
    );
  });
}

/** Runs a program that goes on, until enough of its output has come. */
function until(
  target: Target,
  args: string[],
  enough: (text: string) => boolean,
): {
  output: Promise<string>;
} {
  const child = spawn(
    'kubectl',
    [
      '--kubeconfig',
      target.kubeconfig,
      '--namespace',
      target.namespace,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`kubectl ${args.join(' ')} printed only: ${text}`));
    }, TIMEOUT_MS);
    const read = (chunk: Buffer) => {
      text += chunk;
      if (enough(text)) {
        clearTimeout(timer);
        child.kill('SIGKILL');
        resolve(text);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  return { output };
}

/** Writes a manifest to a file for the length of a call. */
async function withFile<T>(
  object: unknown,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kube-sim-'));
  const file = join(folder, 'manifest.json');
  writeFileSync(file, JSON.stringify(object));
  try {
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const KS = 'kustomizations.kustomize.toolkit.fluxcd.io';

const rows: Behaviour[] = [
  {
    id: 'kubectl/get',
    what: 'kubectl get prints the columns of the CRD',
    run: async target => {
      const output = await kubectl(target, ['get', 'ks', 'kz-1']);
      assert.match(output, /^NAME +AGE +READY +STATUS/);
      assert.match(output, /\nkz-1 +\d+/);
      const all = await kubectl(target, [
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
      const { output } = until(
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
      const output = await kubectl(target, ['describe', 'ks', 'described']);
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
      await kubectl(target, [
        'patch',
        'ks',
        'patched',
        '--type=merge',
        '-p',
        '{"spec":{"path":"./p"}}',
      ]);
      await kubectl(target, ['label', 'ks', 'patched', 'x=y']);
      await kubectl(target, ['annotate', 'ks', 'patched', 'a=b']);
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
    id: 'kubectl/apply-server-side',
    what: 'kubectl apply --server-side creates, does nothing the second time, and is refused on a conflict',
    run: async target => {
      const { kustomizations } = paths(target.namespace);
      await remove(target, `${kustomizations}/applied`);
      const object = kustomization('applied');
      const apply = (spec: object, ...flags: string[]) =>
        withFile({ ...object, spec: { ...object.spec, ...spec } }, file =>
          kubectl(target, ['apply', '--server-side', '-f', file, ...flags]),
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
        withFile(object, file => kubectl(target, ['apply', '-f', file]));
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
      const { output } = until(
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
      await kubectl(target, ['scale', 'deployment/scaled', '--replicas=3']);
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
      await kubectl(target, ['rollout', 'restart', 'deployment/restarted']);
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
        kubectl(target, ['auth', 'can-i', verb, KS, '--as', who]).catch(error =>
          String(error),
        );
      assert.match(await can('jane', 'list'), /yes/);
      assert.match(await can('joe', 'list'), /no/);
      assert.match(
        await can(`system:serviceaccount:${target.namespace}:viewer`, 'patch'),
        /no/,
      );
      assert.match(
        await kubectl(target, ['auth', 'whoami', '-o', 'json']),
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
        await kubectl(target, ['delete', 'configmap', 'doomed']),
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
    if (!found()) {
      throw new Skipped('kubectl is not installed');
    }
    await row.run(target);
  },
}));
