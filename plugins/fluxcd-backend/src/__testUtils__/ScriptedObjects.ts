import type {
  FluxObject,
  ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClusterObjects, ObjectPatch } from '../resources/ClusterObjects';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** One look at an object; `TOKEN` in it stands for the token that was asked with. */
export interface Frame {
  generation?: number;
  suspend?: boolean;
  uid?: string;
  spec?: object;
  status?: object;
}

type Life = {
  reference: ObjectReference;
  before: Frame | undefined;
  /** What is seen after the request, one after the other; the last one stays. `undefined`: deleted. */
  after: Array<Frame | KubernetesError | undefined>;
};

/** A cluster that plays back the lives of objects, each from the moment that it is asked to reconcile. */
export class ScriptedObjects implements Pick<ClusterObjects, 'get' | 'patch'> {
  /** What was asked of the cluster, in order. */
  readonly calls: string[] = [];
  readonly patches: Array<{ uid: string; annotations: object }> = [];
  /** Thrown by the next patches, one each. */
  readonly patchFailures: KubernetesError[] = [];
  readonly #lives: Life[];
  readonly #progress = new Map<Life, { token: string; next: number }>();

  constructor(lives: Life[]) {
    this.#lives = lives;
  }

  async get(reference: ObjectReference): Promise<FluxObject | undefined> {
    const life = this.#find(reference);
    if (!life) return undefined;
    const progress = this.#progress.get(life);
    if (!progress) return this.#build(life, life.before, undefined);
    const frame = life.after[Math.min(progress.next, life.after.length - 1)];
    progress.next += 1;
    if (frame instanceof KubernetesError) throw frame;
    return this.#build(life, frame, progress.token);
  }

  async patch(
    reference: ObjectReference,
    options: ObjectPatch & { uid: string },
  ): Promise<FluxObject> {
    const failure = this.patchFailures.shift();
    if (failure) throw failure;
    const life = this.#find(reference);
    if (!life) throw new Error('patched what does not exist');
    this.calls.push(`${reference.kind}/${reference.name}`);
    const { uid, annotations = {} } = options;
    this.patches.push({ uid, annotations });
    const token = annotations[REQUESTED_AT] ?? '';
    this.#progress.set(life, { token, next: 0 });
    return this.#build(life, life.before, token)!;
  }

  #find({ kind, namespace, name }: ObjectReference): Life | undefined {
    return this.#lives.find(
      ({ reference: r }) =>
        r.kind === kind && r.namespace === namespace && r.name === name,
    );
  }

  #build(
    life: Life,
    frame: Frame | undefined,
    token: string | undefined,
  ): FluxObject | undefined {
    if (!frame) return undefined;
    const { group, kind, namespace, name } = life.reference;
    const status = JSON.stringify(frame.status ?? {});
    return {
      apiVersion: `${group}/v1`,
      kind,
      metadata: {
        name,
        namespace,
        uid: frame.uid ?? 'uid-1',
        generation: frame.generation ?? 1,
        ...(token && { annotations: { [REQUESTED_AT]: token } }),
      },
      spec: { ...frame.spec, ...(frame.suspend && { suspend: true }) },
      status: JSON.parse(status.replaceAll('TOKEN', token ?? 'TOKEN')),
    };
  }
}
