import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { digest } from '../runtime/digest';
import { HelmReleasePass } from './HelmReleasePass';
import { ReleaseActions } from './ReleaseActions';
import { ReleaseRun } from './ReleaseRun';
import { chartSource } from './chartSource';
import { releaseValues } from './releaseValues';

const GROUP = 'helm.toolkit.fluxcd.io';
const SOURCE_GROUP = 'source.toolkit.fluxcd.io';
/** `--requeue-dependency`, milliseconds. */
const DEPENDENCY_RETRY_MS = 30_000;

/** Installs and upgrades charts, like helm-controller 1.6; recordings/flux/helmrelease-*.json is the pattern. */
export class HelmReleaseController implements Controller {
  readonly group = GROUP;
  readonly kind = 'HelmRelease';
  readonly manager = 'helm-controller';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.watches = ['HelmChart', 'OCIRepository', 'ExternalArtifact'].map(
      kind => ({
        group: SOURCE_GROUP,
        kind,
        map: (event: StoreEvent) => this.#usersOf(event),
      }),
    );
  }

  *reconcile(handle: ObjectHandle): Pass {
    const { artifacts } = this.#context;
    if (handle.object.metadata.deletionTimestamp) {
      return yield* this.#uninstall(handle);
    }
    if (!handle.hasFinalizer) {
      handle.addFinalizer();
      yield 20;
    }
    const pass = new HelmReleasePass({ handle });
    if (handle.object.spec.suspend) {
      pass.close();
      return undefined;
    }
    pass.begin();
    yield 12;
    const { label, source, created } = chartSource(this.#context, handle);
    if (created && source) {
      const { kind, metadata } = source;
      const { sourceRef } = handle.object.spec.chart.spec;
      pass.event(
        'Normal',
        'HelmChartCreated',
        `Created ${kind}/${metadata.namespace}/${metadata.name} with SourceRef '${sourceRef.kind}/${metadata.namespace}/${sourceRef.name}'`,
        false,
      );
    }
    if (source?.kind === 'HelmChart' && !handle.object.spec.chartRef) {
      pass.change(status => {
        status.helmChart = `${source.metadata.namespace}/${source.metadata.name}`;
      });
    }
    yield 50;
    const waitsFor = this.#dependencyProblem(handle.object);
    if (waitsFor) {
      pass.event('Normal', 'DependencyNotReady', waitsFor, false);
      return yield* pass.wait(
        'DependencyNotReady',
        waitsFor,
        DEPENDENCY_RETRY_MS,
      );
    }
    const notReady = this.#sourceProblem(label, source);
    if (notReady || !source) {
      return yield* pass.wait('SourceNotReady', notReady ?? '', pass.nextMs);
    }
    const found = releaseValues(this.#context, handle.object);
    if ('problem' in found) {
      pass.event('Warning', 'ValuesError', found.problem, false);
      return yield* pass.wait(
        'ValuesError',
        found.problem,
        DEPENDENCY_RETRY_MS,
      );
    }
    const { artifact } = source.status;
    const tree = artifacts.get(artifact.digest);
    if (!tree) throw new Error(`Artifact ${artifact.digest} is not kept`);
    const { values } = found;
    const text = Object.keys(values).length ? JSON.stringify(values) : '';
    const run = new ReleaseRun({
      context: this.#context,
      pass,
      tree,
      values,
      configDigest: digest(text),
      artifact,
      isOci: source.kind === 'OCIRepository',
    });
    return yield* run.next();
  }

  #sourceProblem(
    label: string,
    source: KubeObject | undefined,
  ): string | undefined {
    if (!source) return `could not get ${label}: not found`;
    const { status = {}, metadata } = source;
    const behind =
      source.kind !== 'ExternalArtifact' &&
      status.observedGeneration !== metadata.generation;
    const ready = status.conditions?.find((item: any) => item.type === 'Ready');
    if (!status.artifact || behind) {
      const missing = behind
        ? 'latest generation of object has not been reconciled'
        : 'does not have an artifact';
      const why = ready?.status === 'False' ? ready.message : missing;
      return `${label} is not ready: ${why}`;
    }
    return undefined;
  }

  #dependencyProblem(release: KubeObject): string | undefined {
    const { namespace } = release.metadata;
    for (const { name, namespace: other = namespace } of release.spec
      .dependsOn ?? []) {
      const found = this.#context.store.get(GROUP, 'HelmRelease', other, name);
      if (!found) {
        return `unable to get '${other}/${name}' dependency: helmreleases.${GROUP} "${name}" not found`;
      }
      const { status = {}, metadata } = found;
      const ready = status.conditions?.some(
        (item: any) => item.type === 'Ready' && item.status === 'True',
      );
      if (!ready || status.observedGeneration !== metadata.generation) {
        return `dependency '${other}/${name}' is not ready`;
      }
    }
    return undefined;
  }

  *#uninstall(handle: ObjectHandle): Pass {
    const { store } = this.#context;
    const { spec, status = {} } = handle.object;
    const pass = new HelmReleasePass({ handle });
    const current = status.history?.[0];
    if (!spec.suspend) {
      const actions = new ReleaseActions({
        context: this.#context,
        owner: handle.object,
      });
      if (current && current.status !== 'uninstalling') {
        pass.useAnnotations({
          revision: current.chartVersion,
          appVersion: current.appVersion,
          token: current.configDigest,
        });
        actions.remove(actions.stored(current.version));
        yield 900;
        const message = `Helm uninstall succeeded for release ${actions.namespace}/${actions.name}.v${current.version} with chart ${current.chartName}@${current.chartVersion}`;
        handle.patchStatus((_, conditions) => {
          conditions.remove('Reconciling', 'Stalled');
          conditions.set('Ready', 'False', 'UninstallSucceeded', message);
          conditions.set('Released', 'False', 'UninstallSucceeded', message);
        });
        pass.event('Normal', 'UninstallSucceeded', message);
      }
      actions.forget();
      const [namespace, name] = (status.helmChart ?? '').split('/');
      if (name && store.delete(SOURCE_GROUP, 'HelmChart', namespace, name)) {
        const message = `deleted HelmChart '${status.helmChart}'`;
        pass.event('Normal', 'HelmChartDeleted', message, false);
      }
    }
    handle.removeFinalizer();
    return undefined;
  }

  /** Releases to look at when their chart has news: an artifact, or the end of a first failing fetch. */
  #usersOf({ type, object, previous }: StoreEvent) {
    const now = object.status?.artifact?.digest;
    const observed = object.status?.observedGeneration;
    const same =
      now === previous?.status?.artifact?.digest &&
      observed === previous?.status?.observedGeneration;
    if (type === 'DELETED' || !now || same) return [];
    const { name, namespace } = object.metadata;
    return this.#context.store
      .list(GROUP, 'HelmRelease')
      .filter(({ spec, metadata, status }) =>
        spec.chartRef
          ? spec.chartRef.kind === object.kind &&
            spec.chartRef.name === name &&
            (spec.chartRef.namespace ?? metadata.namespace) === namespace
          : status?.helmChart === `${namespace}/${name}`,
      )
      .map(({ metadata }) => metadata);
  }
}
