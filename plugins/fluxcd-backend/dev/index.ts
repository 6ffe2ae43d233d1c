/**
 * The plugin alone, for work on it: `yarn workspace @flux-orchestrator/backstage-plugin-fluxcd-backend start`.
 * State is in memory, everybody may do everything, and one simulated cluster runs beside it.
 *
 *   curl localhost:7007/api/fluxcd/openapi.json
 *   curl localhost:7007/api/fluxcd/v1/resources?status=failed
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { spawnKubeSim } from '@internal/kube-sim';

const backend = createBackend();

backend.add(
  mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'http://localhost:3000' },
      backend: {
        baseUrl: 'http://localhost:7007',
        listen: ':7007',
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
      fluxcd: {
        dangerouslyAllowWithoutPermissions: true,
        encryption: { keys: [`${randomBytes(32).toString('base64url')}=`] },
        clusters: { allowedCidrs: ['127.0.0.0/8'] },
      },
    },
  }),
);
// A request without credentials is taken for one of a user.
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(import('../src'));

const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'web', namespace: 'apps' },
  spec: {
    interval: '10m0s',
    path: './web',
    prune: true,
    sourceRef: { kind: 'GitRepository', name: 'repo' },
  },
};

async function addSimulatedCluster() {
  const { clusters } = await spawnKubeSim({
    // Its source does not exist: it shows as failed, and tells so when it is reconciled.
    clusters: [{ name: 'dev', controllers: true, objects: [kustomization] }],
  });
  const kubeconfig = clusters.dev.kubeconfig();
  const file = join(mkdtempSync(join(tmpdir(), 'fluxcd-')), 'kubeconfig.yaml');
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const response = await fetch('http://localhost:7007/api/fluxcd/v1/clusters', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'dev',
      credentials: { type: 'kubeconfig', kubeconfig },
    }),
  });
  process.stdout.write(
    `Added the simulated cluster: ${response.status}; its kubeconfig is ${file}\n`,
  );
}

backend
  .start()
  .then(addSimulatedCluster)
  .catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
