import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  PodList,
  podLogsQuerySchema,
  workloadQuerySchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import type { ActivityStore } from '../activity/ActivityStore';
import type { InventoryReader } from '../resources/InventoryReader';
import { isManaged } from './isManaged';
import { listPods } from './listPods';
import { toPod } from './toPod';
import { WORKLOAD_APIS } from './WORKLOAD_APIS';
import { workloadPath } from './workloadPath';
import { Workloads } from './Workloads';

/** Of an answer that is not followed: as many lines as may be asked for can be of any length. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

const NOT_MANAGED = 'The resource manages no such object';

/** Pods and logs of what a resource manages, and of nothing else. */
export class WorkloadService {
  readonly #inventories: InventoryReader;

  readonly #activities: Pick<ActivityStore, 'record'>;

  constructor(options: {
    inventories: InventoryReader;
    activities: Pick<ActivityStore, 'record'>;
  }) {
    this.#inventories = options.inventories;
    this.#activities = options.activities;
  }

  /** @throws NotFoundError, KubernetesError */
  async pods(
    resourceId: string,
    query: z.output<typeof workloadQuerySchema>,
    options: { signal?: AbortSignal } = {},
  ): Promise<PodList> {
    const inventory = await this.#inventories.read(resourceId, options);
    const { group } = WORKLOAD_APIS[query.kind];
    const listed = inventory.objects.some(
      o =>
        o.group === group &&
        o.kind === query.kind &&
        o.namespace === query.namespace &&
        o.name === query.name,
    );
    if (inventory.remote || !listed) throw new NotFoundError(NOT_MANAGED);
    const { client } = inventory;
    const { signal } = options;
    const pods = await listPods(new Workloads({ client, signal }), query);
    if (!pods) throw new NotFoundError(NOT_MANAGED);
    return pods;
  }

  /**
   * The log of a container, as it arrives. The cluster sends no faster than the text is taken; aborting `signal` ends
   * its request. Not without a row in the record, which ends when the log begins to arrive.
   * @throws InputError, NotFoundError, ConflictError, KubernetesError
   */
  async logs(
    resourceId: string,
    query: z.output<typeof podLogsQuerySchema>,
    options: { actor: string; signal: AbortSignal },
  ): Promise<AsyncIterable<string>> {
    const { actor, signal } = options;
    const { namespace, pod: name, previous, follow } = query;
    if (follow && previous) {
      throw new InputError('follow: a run that has ended cannot be followed');
    }
    const inventory = await this.#inventories.read(resourceId, { signal });
    const { client } = inventory;
    const reference = { kind: 'Pod', namespace, name } as const;
    const workloads = new Workloads({ client, signal });
    const object = await workloads.get(reference);
    const managed =
      object &&
      (await isManaged(
        inventory,
        { group: '', kind: 'Pod', object },
        { signal },
      ));
    // Not there and not to be seen are one answer, or names could be guessed.
    if (!managed) throw new NotFoundError(NOT_MANAGED);

    const { containers, defaultContainer } = toPod(object);
    const wanted = query.container ?? defaultContainer;
    const container = wanted
      ? containers.find(c => c.name === wanted)
      : containers[0];
    if (!container) {
      throw new InputError('container: the pod has no container of this name');
    }
    if (previous && !container.previous) {
      throw new NotFoundError('The container has had no run before this one');
    }
    if (container.state === 'waiting' && !container.previous) {
      throw new ConflictError(
        `The container has not started: ${container.reason ?? 'it waits'}`,
      );
    }
    const { clusterId, clusterName } = inventory.resource;
    const body = await this.#activities.record(
      {
        actor,
        action: 'pod.logs',
        clusterId,
        clusterName,
        resourceId,
        ...reference,
        message: `Container ${container.name}`,
      },
      () =>
        client.stream({
          path: `${workloadPath(reference)}/log`,
          query: {
            container: container.name,
            tailLines: query.tailLines,
            sinceSeconds: query.sinceSeconds,
            previous: previous || undefined,
            follow: follow || undefined,
            limitBytes: follow ? undefined : MAX_LOG_BYTES,
          },
          signal,
        }),
    );
    return decode(body);
  }
}

/** Characters may be cut by the borders of chunks. */
async function* decode(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}
