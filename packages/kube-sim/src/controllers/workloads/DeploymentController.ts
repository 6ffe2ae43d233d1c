import { KubeObject } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { deploymentConditions } from './deploymentConditions';
import { ownedBy } from './ownedBy';
import { podTemplateHash } from './podTemplateHash';
import { workloadWatch } from './workloadWatch';

const REVISION = 'deployment.kubernetes.io/revision';
/** Old ReplicaSets that are kept at 0; the real default is 10, which would fill memory for nothing. */
const KEPT_REVISIONS = 3;

const share = (value: unknown, of: number, round: (n: number) => number) =>
  typeof value === 'number'
    ? value
    : round((Number.parseInt(String(value ?? '25%'), 10) / 100) * of);

/** Rolls Deployments: a ReplicaSet per pod template, new pods before old ones go. */
export class DeploymentController implements Controller {
  readonly group = 'apps';
  readonly kind = 'Deployment';
  readonly manager = 'kube-controller-manager';
  readonly watches = [
    { group: 'apps', kind: 'ReplicaSet', map: workloadWatch('Deployment') },
  ];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const deployment = handle.object;
    const { spec, metadata } = deployment;
    if (metadata.deletionTimestamp) return undefined;
    const wanted = spec.replicas ?? 1;
    const sets = ownedBy(this.#context, deployment, 'apps', 'ReplicaSet');
    const hash = podTemplateHash(spec.template);
    const name = `${metadata.name}-${hash}`;
    let current = sets.find(set => set.metadata.name === name);
    const old = sets.filter(set => set !== current);
    const strategy = spec.strategy?.rollingUpdate ?? {};
    const surge = old.some(set => set.spec.replicas > 0)
      ? share(strategy.maxSurge, wanted, Math.ceil)
      : 0;
    const keptReady =
      wanted - share(strategy.maxUnavailable, wanted, Math.floor);
    if (
      !current &&
      this.#context.store.get('apps', 'ReplicaSet', handle.namespace, name)
    ) {
      // Left over from a deleted Deployment of this name, until the garbage collector comes.
      return 500;
    }
    current ??= this.#createSet(deployment, name, hash, sets);

    const readyOf = (set: KubeObject) => set.status?.readyReplicas ?? 0;
    const oldSize = old.reduce((sum, set) => sum + set.spec.replicas, 0);
    const size = Math.min(wanted, Math.max(0, wanted + surge - oldSize));
    current = this.#scale(deployment, current, size);
    let removable =
      sets.reduce((sum, set) => sum + readyOf(set), 0) - keptReady;
    for (const set of old) {
      const broken = set.spec.replicas - readyOf(set);
      const less = Math.min(set.spec.replicas, broken + Math.max(0, removable));
      removable -= Math.max(0, less - broken);
      this.#scale(deployment, set, set.spec.replicas - less);
    }
    old
      .filter(set => set.spec.replicas === 0)
      .sort((a, b) => this.#revision(b) - this.#revision(a))
      .slice(KEPT_REVISIONS)
      .forEach(set =>
        this.#context.store.delete(
          'apps',
          'ReplicaSet',
          handle.namespace,
          set.metadata.name,
        ),
      );
    return this.#report(handle, current);
  }

  #report(handle: ObjectHandle, current: KubeObject): number | undefined {
    const deployment = handle.object;
    const sets = ownedBy(this.#context, deployment, 'apps', 'ReplicaSet');
    const sum = (field: string) =>
      sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
    const ready = sum('readyReplicas');
    const wanted = deployment.spec.replicas ?? 1;
    let deadline: number | undefined;
    handle.patchStatus(status => {
      Object.assign(status, {
        observedGeneration: deployment.metadata.generation,
        replicas: sum('replicas'),
        updatedReplicas: current.status?.replicas ?? 0,
        readyReplicas: ready,
        availableReplicas: ready,
      });
      const unavailable = Math.max(0, wanted - ready);
      if (unavailable) status.unavailableReplicas = unavailable;
      else delete status.unavailableReplicas;
      const result = deploymentConditions({
        deployment: { ...deployment, status },
        current,
        now: this.#context.clock.now(),
        speed: this.#context.clock.speed,
      });
      // The conditions of a Deployment have other fields than those of Flux.
      status.conditions.splice(0, Infinity, ...result.conditions);
      deadline = result.deadlineMs;
    });
    return deadline;
  }

  #revision(set: KubeObject): number {
    return Number(set.metadata.annotations?.[REVISION] ?? 0);
  }

  #createSet(
    deployment: KubeObject,
    name: string,
    hash: string,
    sets: KubeObject[],
  ): KubeObject {
    const { metadata, spec } = deployment;
    const revision = String(
      1 + Math.max(0, ...sets.map(set => this.#revision(set))),
    );
    const labels = {
      ...spec.template.metadata?.labels,
      'pod-template-hash': hash,
    };
    const set = this.#context.store.create(
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name,
          namespace: metadata.namespace,
          labels,
          annotations: { [REVISION]: revision },
          ownerReferences: [
            {
              apiVersion: deployment.apiVersion,
              kind: deployment.kind,
              name: metadata.name,
              uid: metadata.uid!,
              controller: true,
              blockOwnerDeletion: true,
            } as any,
          ],
        },
        spec: {
          replicas: 0,
          selector: {
            matchLabels: {
              ...spec.selector?.matchLabels,
              'pod-template-hash': hash,
            },
          },
          template: {
            ...spec.template,
            metadata: { ...spec.template.metadata, labels },
          },
        },
      },
      { manager: this.manager },
    );
    this.#context.store.update(
      {
        ...deployment,
        metadata: {
          ...metadata,
          annotations: { ...metadata.annotations, [REVISION]: revision },
        },
      },
      { manager: this.manager },
    );
    return set;
  }

  #scale(
    deployment: KubeObject,
    set: KubeObject,
    replicas: number,
  ): KubeObject {
    const before = set.spec.replicas;
    if (before === replicas) return set;
    this.#context.events.record({
      involved: deployment,
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${replicas > before ? 'up' : 'down'} replica set ${
        set.metadata.name
      } from ${before} to ${replicas}`,
      source: 'deployment-controller',
    });
    return this.#context.store.update(
      { ...set, spec: { ...set.spec, replicas } },
      { manager: this.manager },
    );
  }
}
