// `./dev start`: the demo portal with its simulated fleet, in one terminal; with `--azure` also an emulator of Azure. Other
// options are those of `./dev sim`. Backstage reads app-config.NAME.yaml on top
// of app-config.yaml for each NAME in BACKSTAGE_ENV, such as `postgres,github`.
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  endTogether,
  prepareDemo,
  root,
  run,
  seedClusters,
  startAzure,
  startSim,
  waitForBackend,
} from './demo.mjs';

const dir = path.join(root, '.demo');
const backendUrl = 'http://localhost:7007';
const names = (process.env.BACKSTAGE_ENV ?? '')
  .split(',')
  .map(name => name.trim())
  .filter(Boolean);

/** What Backstage reads by itself as long as nobody names files: in its order. */
function configFiles() {
  return [
    'app-config.yaml',
    ...names.map(name => `app-config.${name}.yaml`),
    'app-config.local.yaml',
    ...names.map(name => `app-config.${name}.local.yaml`),
  ]
    .map(file => path.join(root, file))
    .filter(file => existsSync(file));
}

// Backstage would pass over a file that is not there, and start on SQLite.
for (const name of names) {
  const file = `app-config.${name}.yaml`;
  if (!existsSync(path.join(root, file))) {
    console.error(`BACKSTAGE_ENV names ${name}, but there is no ${file}`);
    process.exit(1);
  }
}
const env = prepareDemo(dir);
const children = [];
endTogether(children);

const given = process.argv.slice(2);
const withAzure = given.includes('--azure');
children.push(
  await startSim(dir, { args: given.filter(arg => arg !== '--azure') }),
);
let azureText = [];
let configArgs = [];
if (withAzure) {
  const { azure, config, text } = await startAzure(dir);
  children.push(azure);
  azureText = text;
  configArgs = [...configFiles(), config].flatMap(file => ['--config', file]);
}
const portal = run('backstage-cli', ['repo', 'start', ...configArgs], { env });
children.push(portal);
portal.once('exit', code => process.exit(code ?? 1));

await waitForBackend(backendUrl, () => portal.exitCode === null);
const count = await seedClusters(backendUrl, dir);
console.log(`
  The portal: http://localhost:3000 (sign in as guest), with ${count} simulated clusters.
  kubectl:    KUBECONFIG=.demo/kubeconfigs/staging.admin.yaml kubectl get kustomizations -A
  New commit: ./dev sim push REPO (in a second terminal)
  Start over: stop, remove .demo, start.${azureText
    .map(line => `\n  ${line}`)
    .join('')}
`);
