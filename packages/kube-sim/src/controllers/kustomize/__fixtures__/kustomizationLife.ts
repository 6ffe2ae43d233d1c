import { readFileSync } from 'fs';
import { resolve } from 'path';

export const configMap = (name: string, annotations = '') => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  ${annotations}
data: { k: v }
`;
export const deployment = (image: string) => `
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
export const app = (image = 'registry.example.com/life:1.0.0') => ({
  'app/configmap.yaml': configMap('life'),
  'app/deployment.yaml': deployment(image),
  'app/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: { name: life }\nspec: { ports: [{ port: 80 }] }',
});
export const request = (token: string) => (object: any) => {
  object.metadata.annotations['reconcile.fluxcd.io/requestedAt'] = token;
};
/** What a stream of statuses says: conditions without messages, and the fields that come last. */
export const story = (statuses: any[]) =>
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
export const recorded = (life: string): any[] =>
  JSON.parse(readFileSync(resolve(__dirname, `${life}.json`), 'utf8'));
