// `./dev start`: the demo portal with its simulated fleet, in one terminal. Backstage reads app-config.NAME.yaml on top
// of app-config.yaml for each NAME in BACKSTAGE_ENV, such as `postgres,github`.
import { existsSync } from 'node:fs';
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
// Backstage would pass over a file that is not there, and start on SQLite.
for (const name of (process.env.BACKSTAGE_ENV ?? '').split(',')) {
  const file = `app-config.${name.trim()}.yaml`;
  if (name.trim() && !existsSync(path.join(root, file))) {
    console.error(
      `BACKSTAGE_ENV names ${name.trim()}, but there is no ${file}`,
    );
    process.exit(1);
  }
}
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
