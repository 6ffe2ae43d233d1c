import type { FluxController } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { scrub } from '../security/scrub';

const TIMEOUT_MS = 10_000;
/** Flux has seven controllers, flux-operator one more; shards multiply them. */
const MAX_CONTROLLERS = 100;
const MAX_FLAGS = 64;
const MAX_FLAG_LENGTH = 256;

interface Deployment {
  metadata?: {
    name?: unknown;
    namespace?: unknown;
    generation?: unknown;
    labels?: Record<string, unknown>;
  };
  spec?: {
    replicas?: unknown;
    template?: { spec?: { containers?: unknown } };
  };
  status?: {
    observedGeneration?: unknown;
    replicas?: unknown;
    readyReplicas?: unknown;
    updatedReplicas?: unknown;
    conditions?: unknown;
  };
}

interface Container {
  name?: unknown;
  image?: unknown;
  args?: unknown;
}

function text(value: unknown, max = 253): string | undefined {
  return typeof value === 'string' && value ? value.slice(0, max) : undefined;
}

function count(value: unknown, otherwise = 0): number {
  return Number.isSafeInteger(value) ? (value as number) : otherwise;
}

function list<T>(value: unknown): T[] {
  return Array.isArray(value)
    ? value.filter(item => item && typeof item === 'object')
    : [];
}

/** What says that replicas are missing: the reason why a rollout does not get on comes first. */
function trouble(deployment: Deployment): string | undefined {
  const conditions = list<Record<string, unknown>>(
    deployment.status?.conditions,
  ).filter(c => c.status === 'False' || c.type === 'ReplicaFailure');
  const order = ['ReplicaFailure', 'Progressing', 'Available'];
  const found = order
    .map(type => conditions.find(c => c.type === type))
    .find(c => c?.message);
  const message = text(found?.message, 1024);
  return message && scrub(message);
}

function toController(deployment: Deployment): FluxController {
  const { metadata, spec, status } = deployment;
  const containers = list<Container>(spec?.template?.spec?.containers);
  const manager = containers.find(c => c.name === 'manager') ?? containers[0];
  const replicas = count(spec?.replicas, 1);
  const readyReplicas = count(status?.readyReplicas);
  const ready =
    replicas > 0 &&
    readyReplicas >= replicas &&
    count(status?.updatedReplicas) >= replicas &&
    count(status?.observedGeneration) >= count(metadata?.generation);
  const args: unknown[] = Array.isArray(manager?.args) ? manager.args : [];
  return {
    namespace: text(metadata?.namespace) ?? '',
    name: text(metadata?.name) ?? '',
    version: text(metadata?.labels?.['app.kubernetes.io/version'], 64),
    // A digest says nothing to people and breaks every table.
    image: text(manager?.image, 512)?.replace(/@sha256:[0-9a-f]+$/, ''),
    replicas,
    readyReplicas,
    ready,
    message: ready ? undefined : trouble(deployment),
    // Flux takes no credential by flag, but a wrapped controller might.
    flags: args
      .filter((arg): arg is string => typeof arg === 'string')
      .slice(0, MAX_FLAGS)
      .map(arg => scrub(arg.slice(0, MAX_FLAG_LENGTH))),
  };
}

/** The controllers of Flux: the Deployments that carry the label of every way to install it. */
export async function readFluxControllers(
  client: KubernetesClient,
): Promise<FluxController[]> {
  const { items } = await client.request<{ items?: unknown }>({
    path: '/apis/apps/v1/deployments',
    query: {
      labelSelector: 'app.kubernetes.io/part-of=flux',
      limit: MAX_CONTROLLERS,
    },
    timeoutMs: TIMEOUT_MS,
  });
  return list<Deployment>(items)
    .map(toController)
    .sort(
      (a, b) =>
        a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name),
    );
}
