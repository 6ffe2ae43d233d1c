/**
 * The import arrows of docs/architecture.md, enforced by `./dev arrows`.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const suite =
  '^plugins/(fluxcd|fluxcd-react|fluxcd-common|fluxcd-node|fluxcd-backend|fluxcd-backend-module-[a-z]+)/src';
const tests = '(\\.test\\.tsx?$|/__fixtures__/|/__testUtils__/|/testing/)';
/** Rooms of the backend, from the doors down: a room may use those after it, never those before. */
const floors = [
  ['http', 'actions'],
  ['operations', 'tenants'],
  ['resources', 'settings', 'workloads'],
  ['fleet'],
  ['clusters', 'history', 'managed', 'retention'],
  ['activity', 'permissions'],
  ['kubernetes'],
  ['database', 'security'],
];
const backend = '^plugins/fluxcd-backend/src/';
/** The same of the Azure module. */
const azureFloors = [
  ['http'],
  ['sync'],
  ['clusters', 'connections', 'credentials', 'problems'],
  ['clouds', 'database'],
];
const azure = '^plugins/fluxcd-backend-module-azure/src/';
const arrows = (name, root, rooms) =>
  rooms.slice(1).map((floor, i) => ({
    name: `${name}-arrows-point-down-from-${floor.join('-and-')}`,
    severity: 'error',
    from: { path: `${root}(${floor.join('|')})/`, pathNot: tests },
    to: {
      path: `${root}(${rooms
        .slice(0, i + 1)
        .flat()
        .join('|')})/`,
    },
  }));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true },
    },
    {
      name: 'common-knows-nobody',
      severity: 'error',
      from: { path: '^plugins/fluxcd-common/' },
      to: { path: '^(plugins/(?!fluxcd-common/)|packages/)' },
    },
    {
      name: 'node-knows-common',
      severity: 'error',
      from: { path: '^plugins/fluxcd-node/' },
      to: { path: '^(plugins/(?!fluxcd-(node|common)/)|packages/)' },
    },
    {
      name: 'react-knows-common',
      severity: 'error',
      from: { path: '^plugins/fluxcd-react/' },
      to: { path: '^(plugins/(?!fluxcd-(react|common)/)|packages/)' },
    },
    {
      name: 'frontend-knows-react-and-common',
      severity: 'error',
      from: { path: '^plugins/fluxcd/' },
      to: {
        path: '^(plugins/(?!(fluxcd|fluxcd-react|fluxcd-common)/)|packages/)',
      },
    },
    {
      name: 'backend-knows-node-and-common',
      severity: 'error',
      from: { path: backend, pathNot: tests },
      to: { path: '^(plugins/(?!fluxcd-(backend|node|common)/)|packages/)' },
    },
    {
      name: 'modules-know-node-and-common',
      severity: 'error',
      from: { path: '^plugins/[^/]*-module-[^/]*/', pathNot: tests },
      to: {
        path: '^(plugins/(?!([^/]*-module-[^/]*|fluxcd-node|fluxcd-common)/)|packages/)',
      },
    },
    {
      name: 'product-never-knows-simulators',
      severity: 'error',
      from: { path: suite, pathNot: tests },
      to: { path: '^packages/' },
    },
    {
      name: 'simulators-never-know-the-product',
      severity: 'error',
      from: { path: '^packages/(kube|azure)-sim/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'no-product-code-from-tests',
      severity: 'error',
      from: { path: '^(plugins|packages)/', pathNot: tests },
      to: { path: '(\\.test\\.tsx?$|/__fixtures__/|/__testUtils__/)' },
    },
    ...arrows('backend', backend, floors),
    ...arrows('azure', azure, azureFloors),
    {
      name: 'only-the-wiring-is-above-the-doors',
      severity: 'error',
      from: { path: `${backend}[a-z-]+/`, pathNot: tests },
      to: { path: `${backend}plugin\\.ts$` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/dist/|dist-types)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
