import { readFileSync } from 'fs';
import { resolve } from 'path';
import { testCluster } from '../../fleet/__fixtures__/testCluster';

const configMap = (name: string, annotations = '') => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  ${annotations}
data: { k: v }
`;
const deployment = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: life }
spec:
  replicas: 2
  selector: { matchLabels: { app: life } }
  template:
    metadata: { labels: { app: life } }
    spec: { containers: [{ name: app, image: '${image}' }] }
`;
const app = (image = 'registry.example.com/life:1.0.0') => ({
  'app/configmap.yaml': configMap('life'),
  'app/deployment.yaml': deployment(image),
  'app/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: { name: life }\nspec: { ports: [{ port: 80 }] }',
});
const request = (token: string) => (object: any) => {
  object.metadata.annotations['reconcile.fluxcd.io/requestedAt'] = token;
};
/** What a stream of statuses says: conditions without messages, and the fields that come last. */
const story = (statuses: any[]) =>
  statuses.map(status => ({
    conditions: (status?.conditions ?? []).map(
      (item: any) => `${item.type}=${item.status}/${item.reason}`,
    ),
    observedGeneration: status?.observedGeneration,
    applied: Boolean(status?.lastAppliedRevision),
    attempted: Boolean(status?.lastAttemptedRevision),
    inventory: status?.inventory?.entries?.length,
    runs: status?.history?.[0]?.totalReconciliations,
    handled: Boolean(status?.lastHandledReconcileAt),
  }));
const recorded = (life: string): any[] =>
  JSON.parse(
    readFileSync(resolve(__dirname, `__fixtures__/${life}.json`), 'utf8'),
  );

describe('KustomizationController', () => {
  it('lives the recorded life: create, three no-op reconciles, suspend, request, resume', () => {
    const cluster = testCluster();
    cluster.push(app());
    cluster.gitRepository();
    cluster.clock.advance(5000);
    const from = cluster.events.length;
    cluster.kustomization('life', { wait: true });
    cluster.clock.advance(30_000);
    for (const token of ['one', 'two', 'three']) {
      cluster.edit('Kustomization', 'life', request(token));
      cluster.clock.advance(10_000);
    }
    cluster.edit('Kustomization', 'life', object => {
      object.spec.suspend = true;
    });
    cluster.clock.advance(1000);
    cluster.edit('Kustomization', 'life', request('four'));
    cluster.clock.advance(1000);
    cluster.edit('Kustomization', 'life', object => {
      object.spec.suspend = false;
    });
    cluster.clock.advance(10_000);
    const lived = story(cluster.statuses('Kustomization', 'life', from));
    expect(lived).toEqual(story(recorded('kustomization-life')));
  });
});
