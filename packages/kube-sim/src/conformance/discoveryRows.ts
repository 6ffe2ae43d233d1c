import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import { recording } from './recording';
import { recordedRows } from './recordedRows';

const FLUX = [
  'discovery/resources-helm-v2',
  'discovery/resources-image-v1',
  'discovery/resources-kustomize-v1',
  'discovery/resources-notification-v1',
  'discovery/resources-notification-v1beta3',
  'discovery/resources-source-v1',
];

/** A resource of a discovery document, without what differs from build to build. */
function stable({ storageVersionHash: _hash, verbs, ...rest }: any): any {
  return { ...rest, verbs: [...verbs].sort() };
}

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

const rows: Behaviour[] = [
  ...FLUX.map(
    id =>
      ({
        id,
        what: 'The resource list of a Flux group names kinds, scopes, short names, categories and verbs',
        run: async target => {
          const { request, response } = recording(id);
          const found = await target.must({ path: request.path });
          for (const expected of response.body.resources) {
            const actual = found.resources.find(
              (one: any) => one.name === expected.name,
            );
            assert.deepEqual(actual && stable(actual), stable(expected));
          }
        },
      } satisfies Behaviour),
  ),
  ...['discovery/api-v1-resources', 'discovery/apps-v1-resources'].map(
    id =>
      ({
        id,
        what: 'The built-in resources that this suite uses are listed as a real server lists them',
        run: async target => {
          const { request, response } = recording(id);
          const found = await target.must({ path: request.path });
          for (const name of [
            'configmaps',
            'events',
            'namespaces',
            'pods',
            'pods/log',
            'pods/status',
            'secrets',
            'serviceaccounts/token',
            'deployments',
            'deployments/scale',
            'replicasets',
          ]) {
            const pick = (list: any[]) => list.find(one => one.name === name);
            const expected = pick(response.body.resources);
            if (expected) {
              assert.deepEqual(stable(pick(found.resources)), stable(expected));
            }
          }
        },
      } satisfies Behaviour),
  ),
  {
    id: 'discovery/apis-aggregated-v2',
    what: 'One request of aggregated discovery names every group with its resources and subresources',
    run: async target => {
      const { response } = recording('discovery/apis-aggregated-v2');
      const answer = await target.ask({
        path: '/apis',
        headers: { accept: AGGREGATED },
      });
      assert.equal(
        answer.headers['content-type'],
        'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
      );
      const pick = (body: any) =>
        body.items.find(
          (item: any) => item.metadata.name === 'kustomize.toolkit.fluxcd.io',
        );
      const version = ({ metadata: { name }, versions }: any) => ({
        name,
        versions: versions.map((one: any) => ({
          ...one,
          resources: one.resources.map((resource: any) => stable(resource)),
        })),
      });
      assert.deepEqual(
        version(pick(answer.body)),
        version(pick(response.body)),
      );
      const again = await target.ask({
        path: '/apis',
        headers: {
          accept: AGGREGATED,
          'if-none-match': String(answer.headers.etag),
        },
      });
      assert.equal(again.status, 304);
    },
  },
  {
    id: 'discovery/groups',
    what: 'The group list names the preferred version of each group',
    run: async target => {
      const { groups } = await target.must({ path: '/apis' });
      for (const name of ['kustomize', 'helm', 'source', 'notification']) {
        const { response } = recording(`discovery/group-${name}`);
        const {
          kind: _kind,
          apiVersion: _version,
          ...expected
        } = response.body;
        const actual = groups.find((one: any) => one.name === expected.name);
        assert.deepEqual(actual, expected);
      }
    },
  },
  {
    id: 'discovery/openapi-v3',
    what: 'The OpenAPI index leads to a document that says which kinds take fieldValidation',
    run: async target => {
      const { body } = await target.ask({ path: '/openapi/v3' });
      const entry = body.paths['apis/kustomize.toolkit.fluxcd.io/v1'];
      const document = await target.must({ path: entry.serverRelativeURL });
      const patch =
        document.paths[
          '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/{namespace}/kustomizations/{name}'
        ].patch;
      const parameters = patch.parameters.map((one: any) => one.name);
      assert.ok(parameters.includes('fieldValidation'));
    },
  },
];

/** Discovery, version and health. */
export const discoveryRows: Behaviour[] = [
  ...recordedRows({
    'discovery/api': {},
    'discovery/apis-aggregated-v2beta1-fallback': { compare: 'code' },
    'discovery/group-helm': { compare: 'exact' },
    'discovery/group-image': { compare: 'exact' },
    'discovery/group-kustomize': { compare: 'exact' },
    'discovery/group-notification': { compare: 'exact' },
    'discovery/group-source': { compare: 'exact' },
    'discovery/group-unknown': {},
    'discovery/healthz': {},
    'discovery/livez': {},
    'discovery/readyz': {},
    'discovery/readyz-verbose': { compare: 'code' },
    'discovery/version-unknown': {},
    'discovery/version': {},
  }),
  ...rows,
];
