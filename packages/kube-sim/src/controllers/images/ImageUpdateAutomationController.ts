import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { timestamp } from '../runtime/timestamp';

const GROUP = 'image.toolkit.fluxcd.io';

/** Watches policies for a repository, like image-automation-controller. It finds everything up to date: it never pushes. */
export class ImageUpdateAutomationController implements Controller {
  readonly group = GROUP;
  readonly kind = 'ImageUpdateAutomation';
  readonly manager = 'image-automation-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SimplePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { spec, metadata } = handle.object;
    const { store, clock } = this.#context;
    const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
    const source = store.get('source.toolkit.fluxcd.io', kind, namespace, name);
    const artifact = source?.status?.artifact;
    if (!artifact) {
      pass.failed(
        'SourceNotReady',
        source
          ? `source '${namespace}/${name}' has no artifact`
          : `gitrepositories.source.toolkit.fluxcd.io "${name}" not found`,
      );
      return 60_000;
    }
    const policies = store
      .list(GROUP, 'ImagePolicy', metadata.namespace)
      .filter(policy => policy.status?.latestRef);
    pass.ready('Succeeded', 'repository up-to-date', status => {
      status.lastAutomationRunTime = timestamp(clock.now());
      status.observedSourceRevision = artifact.revision;
      status.observedPolicies = Object.fromEntries(
        policies.map(policy => [policy.metadata.name, policy.status.latestRef]),
      );
      // What the last push before now was: the artifact that it made.
      status.lastPushCommit ??= artifact.revision.replace(/^.*:/, '');
      status.lastPushTime ??= artifact.lastUpdateTime;
    });
    return pass.intervalMs(spec.interval, 600_000);
  }
}
