import { KubeObject } from '../../store/ObjectStore';
import { objectHealth } from '../kustomize/objectHealth';
import { recordHistory } from '../kustomize/recordHistory';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { digest } from '../runtime/digest';
import { duration } from '../runtime/duration';
import { OwnedObjects } from './OwnedObjects';
import { fluxComponents } from './fluxComponents';

const GROUP = 'fluxcd.controlplane.io';

/** Installs Flux and its sync, like flux-operator. */
export class FluxInstanceController implements Controller {
  readonly group = GROUP;
  readonly kind = 'FluxInstance';
  readonly manager = 'flux-operator';
  readonly #context: ControllerContext;
  readonly #objects: OwnedObjects;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.#objects = new OwnedObjects(options);
  }

  *reconcile(handle: ObjectHandle): Pass {
    const { metadata, status = {} } = handle.object;
    if (metadata.deletionTimestamp) {
      this.#objects.remove(status.inventory?.entries ?? []);
    }
    const pass = new SimplePass({ handle, disabledBy: `${GROUP}/reconcile` });
    if (!(yield* pass.begin())) return undefined;
    const { clock, cluster } = this.#context;
    const startedAt = clock.now();
    const { spec } = handle.object;
    const components = fluxComponents({
      version: cluster.fluxVersion,
      namespace: metadata.namespace,
      components: spec.components,
    });
    const objects = [...components, ...this.#sync(handle.object)].map(
      object => ({
        ...object,
        metadata: {
          ...object.metadata,
          labels: {
            ...object.metadata.labels,
            'app.kubernetes.io/managed-by': 'flux-operator',
            'fluxcd.controlplane.io/name': metadata.name,
            'fluxcd.controlplane.io/namespace': metadata.namespace!,
          },
        },
      }),
    );
    const applied = this.#objects.apply(objects, status.inventory?.entries);
    const deployments = components.filter(({ kind }) => kind === 'Deployment');
    for (let waited = 0; waited < 300_000; waited += 1000) {
      const healthy = deployments.every(
        ({ metadata: { name, namespace } }) =>
          objectHealth(
            this.#context.store.get('apps', 'Deployment', namespace, name),
          ) === 'Current',
      );
      if (healthy) break;
      yield 1000;
    }
    this.#report(handle.object);
    const content = JSON.stringify(objects);
    const revision = `${cluster.fluxVersion}@${digest(content)}`;
    const tookMs = (clock.now() - startedAt) * clock.speed;
    pass.ready(
      'ReconciliationSucceeded',
      `Reconciliation finished in ${duration.format(tookMs)}`,
      changed => {
        changed.inventory = { entries: applied.entries };
        changed.components = deployments.map(
          ({ metadata: { name }, spec: of }) => {
            const { image } = of.template.spec.containers[0];
            const [repository, tag] = image.split(':');
            return { name, repository, tag, digest: digest(image) };
          },
        );
        changed.lastAppliedRevision = revision;
        changed.lastAttemptedRevision = revision;
        changed.lastArtifactRevision = digest('flux-operator-manifests');
        changed.history = recordHistory(changed.history, {
          content,
          status: 'ReconciliationSucceeded',
          now: clock.now(),
          durationMs: tookMs,
          metadata: { flux: cluster.fluxVersion },
        });
      },
    );
    const every = metadata.annotations?.[`${GROUP}/reconcileEvery`];
    return pass.intervalMs(every, 3_600_000);
  }

  #sync({ spec, metadata }: KubeObject): KubeObject[] {
    if (!spec.sync) return [];
    const { kind, url, ref, path, interval = '1m', pullSecret } = spec.sync;
    const name = spec.sync.name ?? metadata.namespace;
    const at = { name, namespace: metadata.namespace };
    return [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind,
        metadata: at,
        spec: {
          interval,
          url,
          ref: kind === 'GitRepository' ? { name: ref } : { tag: ref },
          ...(pullSecret && { secretRef: { name: pullSecret } }),
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: at,
        spec: {
          interval: '10m',
          path,
          prune: true,
          sourceRef: { kind, name },
        },
      },
    ];
  }

  #report({ metadata }: KubeObject): void {
    const at = { name: 'flux', namespace: metadata.namespace };
    if (this.#context.store.get(GROUP, 'FluxReport', at.namespace, at.name)) {
      return;
    }
    this.#context.store.create(
      {
        apiVersion: `${GROUP}/v1`,
        kind: 'FluxReport',
        metadata: at,
        spec: {},
      },
      { manager: this.manager },
    );
  }
}
