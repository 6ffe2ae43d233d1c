import { Repository } from '../../../fleet/Repository';
import { testCluster } from '../../../fleet/__fixtures__/testCluster';

const CHART: Record<string, string> = {
  'Chart.yaml': 'name: podinfo\nversion: 6.9.2\nappVersion: 6.9.2\n',
  'values.yaml': 'replicaCount: 1\nstate: Running\nhook: Succeeded\n',
  'templates/deploy.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: '{{ .Release.Name }}-podinfo' }
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      containers:
        - { name: app, image: 'registry.example.com/podinfo:{{ .Values.state }}' }
`,
  'templates/service.yaml': `
apiVersion: v1
kind: Service
metadata: { name: '{{ .Release.Name }}-podinfo' }
spec: { ports: [{ port: 80 }] }
`,
  'templates/bad.yaml':
    '{{- if .Values.bad }}\nx: {{ .Values.nothing }}\n{{- end }}\n',
  'templates/hook.yaml': `
apiVersion: batch/v1
kind: Job
metadata:
  name: '{{ .Release.Name }}-hook'
  annotations: { helm.sh/hook: pre-upgrade }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: hook, image: 'registry.example.com/hook:{{ .Values.hook }}' }
`,
};

/** For tests: a cluster with a Helm repository of one chart, whose values make it crash or fail. */
export function helmCluster(fluxVersion?: string) {
  const cluster = testCluster({ fluxVersion });
  const repository = new Repository({
    name: 'charts',
    kind: 'helm',
    url: 'https://charts.example.com',
  });
  repository.push({
    tree: new Map(
      Object.entries(CHART).map(([path, text]) => [
        `podinfo/6.9.2/${path}`,
        text,
      ]),
    ),
    message: 'Release podinfo',
    author: 'Ada',
    at: 0,
  });
  cluster.upstreams.add(repository);
  for (const image of ['podinfo:CrashLoopBackOff', 'hook:Failed']) {
    cluster.upstreams.addFault(`registry.example.com/${image}`, {
      fails: 'crash',
    });
  }
  cluster.create({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: 'charts', namespace: 'live' },
    spec: { url: repository.url, interval: '10m' },
  });
  cluster.clock.advance(5000);
  return {
    ...cluster,
    release(name: string, spec: Record<string, unknown> = {}) {
      return cluster.create({
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name, namespace: 'live' },
        spec: {
          interval: '10m',
          timeout: '15s',
          chart: {
            spec: {
              chart: 'podinfo',
              version: '6.x',
              sourceRef: { kind: 'HelmRepository', name: 'charts' },
            },
          },
          ...spec,
        },
      });
    },
  };
}
