import {
  computeHealth,
  type FluxObject,
  HEALTH_RANK,
  type Resource,
  type ResourceTree,
  type TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { scrub } from '../security/scrub';
import type { InventoryReader } from './InventoryReader';
import { lookUpObjects } from './lookUpObjects';
import { readReplicas } from './readReplicas';
import type { ResourceStore } from './ResourceStore';
import { withResourceId } from './withResourceId';

/** For all objects of a tree together. */
const BUDGET_MS = 5_000;

/** The labels that a controller puts on what it applies. Source: flux-semantics §5.7. */
const OWNER_LABELS: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  ResourceSet: 'resourceset.fluxcd.controlplane.io',
  FluxInstance: 'fluxcd.controlplane.io',
};
/** Longest value of a label, in characters. */
const MAX_LABEL = 63;

function selectorOf({ kind, namespace, name }: Resource): string | undefined {
  const prefix = OWNER_LABELS[kind];
  if (!prefix || name.length > MAX_LABEL) return undefined;
  return `${prefix}/name=${name},${prefix}/namespace=${namespace}`;
}

function describe(object: FluxObject) {
  const { health, message } = computeHealth(object);
  const { creationTimestamp } = object.metadata;
  return {
    health,
    message: message && scrub(message),
    createdAt:
      typeof creationTimestamp === 'string' ? creationTimestamp : undefined,
    replicas: readReplicas(object),
  };
}

/** What a resource manages, each object as its cluster shows it now. */
export class ResourceTreeReader {
  readonly #inventories: InventoryReader;
  readonly #store: Pick<ResourceStore, 'existing'>;
  readonly #budgetMs: number;

  constructor(options: {
    inventories: InventoryReader;
    store: Pick<ResourceStore, 'existing'>;
    budgetMs?: number;
  }) {
    this.#inventories = options.inventories;
    this.#store = options.store;
    this.#budgetMs = options.budgetMs ?? BUDGET_MS;
  }

  /** @throws NotFoundError, KubernetesError when not even the resource itself can be read. */
  async read(
    resourceId: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<ResourceTree> {
    const inventory = await this.#inventories.read(resourceId, options);
    const { resource, client, remote } = inventory;
    const checkedAt = new Date().toISOString();
    // A resource that manages itself, as flux-system does, is no branch of its own tree.
    const objects = inventory.objects
      .map(object => withResourceId(resource.clusterId, object))
      .filter(object => object.resourceId !== resource.id);
    if (remote) {
      return {
        objects: objects.map(({ resourceId: _, ...object }) => ({
          ...object,
          health: 'unknown' as const,
        })),
        remote,
        unchecked: objects.length,
        checkedAt,
      };
    }
    const timeout = AbortSignal.timeout(this.#budgetMs);
    const [found, known] = await Promise.all([
      lookUpObjects({
        client,
        objects,
        labelSelector: selectorOf(resource),
        signal: options.signal
          ? AbortSignal.any([options.signal, timeout])
          : timeout,
      }),
      this.#store.existing(objects.flatMap(o => o.resourceId ?? [])),
    ]);
    let unchecked = 0;
    const tree = objects.map((object, index): TreeObject => {
      const { resourceId: id, ...rest } = object;
      const base = { ...rest, ...(id && known.has(id) && { resourceId: id }) };
      const look = found[index];
      if ('object' in look) return { ...base, ...describe(look.object) };
      if ('missing' in look) {
        return {
          ...base,
          health: 'missing',
          message: 'It does not exist in the cluster.',
        };
      }
      unchecked += 1;
      return { ...base, health: 'unknown', message: look.problem };
    });
    const address = (o: TreeObject) => `${o.kind}/${o.namespace}/${o.name}`;
    tree.sort(
      (a, b) =>
        HEALTH_RANK[a.health] - HEALTH_RANK[b.health] ||
        address(a).localeCompare(address(b)),
    );
    return { objects: tree, remote, unchecked, checkedAt };
  }
}
