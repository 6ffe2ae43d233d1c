// `./dev start`: the demo portal with its simulated fleet, on SQLite, in one terminal.
import path from 'node:path';
import {
  endTogether,
  prepareDemo,
  root,
  run,
  seedClusters,
  startSim,
  waitForBackend,
} from './demo.mjs';

const dir = path.join(root, '.demo');
const backendUrl = 'http://localhost:7007';
const env = prepareDemo(dir);
const children = [];
endTogether(children);

children.push(await startSim(dir, { args: process.argv.slice(2) }));
const portal = run('backstage-cli', ['repo', 'start'], { env });
children.push(portal);
portal.once('exit', code => process.exit(code ?? 1));

await waitForBackend(backendUrl, () => portal.exitCode === null);
const count = await seedClusters(backendUrl, dir);
console.log(`
  The portal: http://localhost:3000 (sign in as guest), with ${count} simulated clusters.
  kubectl:    KUBECONFIG=.demo/kubeconfigs/staging.admin.yaml kubectl get kustomizations -A
  New commit: ./dev sim push REPO (in a second terminal)
  Start over: stop, remove .demo, start.
`);
