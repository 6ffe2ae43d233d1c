import { KubeObject } from '../../store/ObjectStore';

/** Controllers, and how their minor version follows that of a Flux 2.x distribution. */
const COMPONENTS: Record<string, (minor: number, patch: number) => string> = {
  'source-controller': (minor, patch) => `v1.${minor}.${patch}`,
  'kustomize-controller': (minor, patch) => `v1.${minor}.${patch}`,
  'helm-controller': (minor, patch) => `v1.${minor - 3}.${patch}`,
  'notification-controller': (minor, patch) => `v1.${minor}.${patch}`,
  'image-reflector-controller': (minor, patch) => `v1.${minor - 7}.${patch}`,
  'image-automation-controller': (minor, patch) => `v1.${minor - 7}.${patch}`,
  'source-watcher': (minor, patch) => `v2.${minor - 7}.${patch}`,
};

/** The Deployments of a Flux installation, with the labels by which tools find them. */
export function fluxComponents(options: {
  /** Of the distribution, such as `v2.9.4`. */
  version: string;
  namespace?: string;
  components?: string[];
}): KubeObject[] {
  const { version, namespace = 'flux-system' } = options;
  const names = options.components ?? Object.keys(COMPONENTS);
  const [, minor, patch] = /^v?2\.(\d+)\.(\d+)/.exec(version)!;
  return names.flatMap(name => {
    const tag = COMPONENTS[name](Number(minor), Number(patch));
    const labels = {
      'app.kubernetes.io/component': name,
      'app.kubernetes.io/instance': namespace,
      'app.kubernetes.io/part-of': 'flux',
      'app.kubernetes.io/version': version,
    };
    const args = [
      `--events-addr=http://notification-controller.${namespace}.svc.cluster.local./`,
      '--watch-all-namespaces=true',
      '--log-level=info',
      '--log-encoding=json',
      '--enable-leader-election',
    ];
    return [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace, labels },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name,
          namespace,
          labels: { ...labels, 'control-plane': 'controller' },
        },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: {
              labels: {
                app: name,
                'app.kubernetes.io/component': name,
                'app.kubernetes.io/instance': namespace,
                'app.kubernetes.io/part-of': 'flux',
              },
            },
            spec: {
              serviceAccountName: name,
              containers: [
                {
                  name: 'manager',
                  image: `ghcr.io/fluxcd/${name}:${tag}`,
                  args,
                  ports: [
                    { name: 'http-prom', containerPort: 8080 },
                    { name: 'healthz', containerPort: 9440 },
                  ],
                  resources: {
                    limits: { cpu: '1', memory: '1Gi' },
                    requests: { cpu: '100m', memory: '64Mi' },
                  },
                },
              ],
            },
          },
        },
      },
    ];
  });
}
