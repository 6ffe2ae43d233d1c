// Browser tests on the production build: the bundle that would be deployed, on SQLite, with a simulated fleet and an
// emulator of Azure of its own.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
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

const dir = path.join(root, '.cache/e2e');
const bundle = path.join(dir, 'bundle');
const backendUrl = 'http://localhost:7107';

/** Unpacks the backend's bundle so that its own packages come from the bundle and the rest from the workspace. */
function unpackBundle() {
  mkdirSync(bundle, { recursive: true });
  execFileSync('tar', [
    '-xzf',
    path.join(root, 'packages/backend/dist/bundle.tar.gz'),
    '-C',
    bundle,
  ]);
  for (const folder of ['packages', 'plugins']) {
    for (const name of readdirSync(path.join(bundle, folder))) {
      const home = path.join(bundle, folder, name);
      const manifest = JSON.parse(
        readFileSync(path.join(home, 'package.json'), 'utf8'),
      );
      const link = path.join(bundle, 'node_modules', manifest.name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(home, link, 'dir');
      const own = path.join(root, folder, name, 'node_modules');
      if (existsSync(own))
        symlinkSync(own, path.join(home, 'node_modules'), 'dir');
    }
  }
}

rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
if (!process.argv.includes('--no-build')) {
  execFileSync('backstage-cli', ['repo', 'build', '--all'], {
    cwd: root,
    stdio: 'inherit',
  });
}
unpackBundle();

const env = prepareDemo(dir);
const children = [];
endTogether(children);
const log = openSync(path.join(dir, 'portal.log'), 'w');
children.push(await startSim(dir, { args: ['--base-port', '17443'], log }));
const { azure, config: azureConfig } = await startAzure(dir, {
  args: ['--base-port', '17543'],
  log,
});
children.push(azure);
const config = [
  path.join(root, 'app-config.yaml'),
  path.join(root, 'app-config.e2e.yaml'),
  azureConfig,
].flatMap(file => ['--config', file]);
// From the folder that `start` uses, so that relative paths of the configuration mean the same.
const backend = run(
  process.execPath,
  [path.join(bundle, 'packages/backend'), ...config],
  {
    cwd: path.join(root, 'packages/backend'),
    env: { ...env, NODE_ENV: 'production' },
    log,
  },
);
children.push(backend);
try {
  await waitForBackend(backendUrl, () => backend.exitCode === null);
  await seedClusters(backendUrl, dir);
} catch (error) {
  console.error(
    readFileSync(path.join(dir, 'portal.log'), 'utf8').slice(-8000),
  );
  throw error;
}
if (process.argv.includes('--serve')) {
  console.log(`Serving ${backendUrl}; Ctrl-C ends it`);
} else {
  const playwright = run(
    'playwright',
    [
      'test',
      ...process.argv.slice(2).filter(arg => !arg.startsWith('--no-build')),
    ],
    {
      env: { PLAYWRIGHT_URL: backendUrl, FLUXCD_DEMO_DIR: dir },
    },
  );
  playwright.once('exit', code => process.exit(code ?? 1));
}
