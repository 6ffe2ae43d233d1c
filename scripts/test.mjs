// `./dev test`: every check that can run on this machine, then one line with the sum. `--static` runs only those
// without tests. What cannot run here is counted as skipped, with the reason and how to run it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './demo.mjs';

const cache = path.join(root, '.cache');
const jestResults = path.join(cache, 'jest.json');
const playwrightResults = path.join(cache, 'e2e/results.json');
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const sum = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

function command(program, args, env = {}) {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function count(name, { passed = 0, failed = 0, skipped = 0 }) {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  notes.push(
    `${
      failed ? 'FAILED ' : 'ok     '
    } ${name}: ${passed} passed, ${failed} failed${
      skipped ? `, ${skipped} skipped` : ''
    }`,
  );
}

function leaveOut(name, why) {
  sum.skipped += 1;
  notes.push(`skipped ${name}: ${why}`);
}

function check(name, program, args, env) {
  console.log(`\n--- ${name}`);
  count(name, command(program, args, env) ? { passed: 1 } : { failed: 1 });
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function unitTests() {
  console.log('\n--- unit and integration tests');
  rmSync(jestResults, { force: true });
  const databases = {
    PostgreSQL: 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING',
    'MariaDB or MySQL': 'BACKSTAGE_TEST_DATABASE_MYSQL8_CONNECTION_STRING',
  };
  const ok = command(
    'backstage-cli',
    ['repo', 'test', '--json', `--outputFile=${jestResults}`, '--maxWorkers=2'],
    {
      CI: '1',
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    },
  );
  const results = readJson(jestResults);
  if (!results) return count('unit and integration tests', { failed: 1 });
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  count('unit and integration tests', {
    passed: results.numPassedTests,
    failed: !ok && failed === 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  });
  for (const [name, variable] of Object.entries(databases)) {
    if (!process.env[variable])
      leaveOut(
        `tests on ${name}`,
        `set ${variable} to a connection string of a server whose user may create databases`,
      );
  }
}

function browserTests() {
  if (!existsSync(chromium)) {
    return leaveOut(
      'browser tests',
      `no Chromium at ${chromium}: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH`,
    );
  }
  console.log('\n--- browser tests on the production build');
  rmSync(playwrightResults, { force: true });
  const ok = command(process.execPath, ['scripts/e2e.mjs']);
  const stats = readJson(playwrightResults)?.stats;
  if (!stats) return count('browser tests', { failed: 1 });
  if (stats.flaky)
    notes.push(
      `note    ${stats.flaky} browser tests passed only at the second try`,
    );
  count('browser tests', {
    passed: stats.expected + stats.flaky,
    failed: !ok && stats.unexpected === 0 ? 1 : stats.unexpected,
    skipped: stats.skipped,
  });
  return undefined;
}

mkdirSync(cache, { recursive: true });
rmSync(path.join(root, 'dist-types'), { recursive: true, force: true });
const unused = name => [name, 'unused'];
const demo = {
  FLUXCD_DEMO_DIR: '.demo',
  ...Object.fromEntries(
    [
      'FLUXCD_ENCRYPTION_KEY',
      'POSTGRES_URL',
      'MARIADB_URL',
      'AUTH_GITHUB_CLIENT_ID',
      'AUTH_GITHUB_CLIENT_SECRET',
      'AUTH_GITHUB_ALLOWED_USERS',
      'AUTH_MICROSOFT_CLIENT_ID',
      'AUTH_MICROSOFT_CLIENT_SECRET',
      'AUTH_MICROSOFT_TENANT_ID',
      'AUTH_MICROSOFT_ALLOWED_USERS',
    ].map(unused),
  ),
};
check('types', 'tsc', []);
check('lint', 'backstage-cli', ['repo', 'lint', '--max-warnings', '0']);
check('format', 'prettier', ['--check', '.']);
check('import arrows', 'depcruise', [
  '--config',
  '.dependency-cruiser.cjs',
  'packages',
  'plugins',
]);
// Databases exclude each other, so each file is checked by itself. The files say `${NAME}` where these stand in.
// Not app-config.mariadb.yaml: Backstage's schema of `backend.database.client` lacks the `mysql2` that its database
// manager knows. packages/backend/src/portal.test.ts starts on that file.
for (const name of ['', 'postgres', 'github', 'microsoft']) {
  const files = [
    'app-config.yaml',
    ...(name ? [`app-config.${name}.yaml`] : []),
  ];
  check(
    `configuration schema of ${files.at(-1)}`,
    'backstage-cli',
    ['config:check', '--strict', ...files.flatMap(file => ['--config', file])],
    demo,
  );
}
check('configuration reference', process.execPath, [
  'scripts/check-config-docs.mjs',
]);
check('API reports', 'backstage-repo-tools', [
  'api-reports',
  'plugins/*',
  '--ci',
  '-o',
  'ae-wrong-input-file-type,ae-undocumented',
  '--validate-release-tags',
]);
if (!process.argv.includes('--static')) {
  unitTests();
  browserTests();
}

console.log(`\n${notes.join('\n')}\n`);
console.log(
  `${sum.passed} passed, ${sum.failed} failed${
    sum.skipped ? `, ${sum.skipped} skipped` : ''
  }`,
);
process.exitCode = sum.failed ? 1 : 0;
