import { KubeObject } from '../store/ObjectStore';
import { ClusterDefinition, FleetDefinition } from './FleetDefinition';
import { Repository } from './Repository';
import { Upstreams } from './Upstreams';

const URL = 'https://git.example.com/northwind/generated';
const NAMESPACES = 10;

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { k: v }\n`;

function resources(count: number): KubeObject[] {
  const namespaces = Array.from(
    { length: NAMESPACES },
    (_, index) => `team-${index + 1}`,
  );
  const source = (namespace: string): KubeObject => ({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'generated', namespace },
    spec: { url: URL, interval: '10m', ref: { branch: 'main' } },
  });
  const kustomization = (index: number): KubeObject => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: `service-${index}`,
      namespace: namespaces[index % NAMESPACES],
    },
    spec: {
      interval: '10m',
      // One in fifty asks for a path that is not there.
      path: index % 50 === 49 ? './missing' : './service',
      prune: true,
      targetNamespace: namespaces[index % NAMESPACES],
      namePrefix: `s${index}-`,
      sourceRef: { kind: 'GitRepository', name: 'generated' },
      // One in thirty is suspended.
      ...(index % 30 === 29 && { suspend: true }),
    },
  });
  const sources = namespaces.slice(0, Math.max(1, count)).map(source);
  return [
    ...namespaces.map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...sources,
    ...Array.from({ length: Math.max(0, count - sources.length) }, (_, index) =>
      kustomization(index),
    ),
  ];
}

/** A fleet of any size: Flux resources in all, spread evenly over clusters. */
export function generateFleet(options: {
  clusters: number;
  resources: number;
  upstreams: Upstreams;
  /** Milliseconds since the epoch. */
  now: number;
}): FleetDefinition {
  const repository = new Repository({
    name: 'generated',
    kind: 'git',
    url: URL,
  });
  repository.push({
    tree: new Map([['service/config.yaml', configMap('settings')]]),
    message: 'Start',
    author: 'Ada',
    at: options.now,
  });
  options.upstreams.add(repository);
  const share = Math.floor(options.resources / options.clusters);
  const rest = options.resources % options.clusters;
  const clusters = Array.from(
    { length: options.clusters },
    (_, index): ClusterDefinition => ({
      name: `cluster-${String(index + 1).padStart(3, '0')}`,
      title: `Cluster ${index + 1}`,
      description: 'Generated',
      environment: ['production', 'staging', 'development'][index % 3],
      labels: { region: ['eu', 'us', 'ap'][index % 3] },
      flux: { version: 'v2.9.4', installedBy: 'bootstrap' },
      objects: resources(share + (index < rest ? 1 : 0)),
      edits: [],
    }),
  );
  return { clusters, publications: [] };
}
