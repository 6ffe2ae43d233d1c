import { StoreEvent } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SourcePass } from './SourcePass';
import { findChart } from './findChart';

const GROUP = 'source.toolkit.fluxcd.io';

/** Pulls and packages charts out of sources, like source-controller. */
export class HelmChartController implements Controller {
  readonly group = GROUP;
  readonly kind = 'HelmChart';
  readonly manager = 'source-controller';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.watches = ['HelmRepository', 'GitRepository', 'Bucket'].map(kind => ({
      group: GROUP,
      kind,
      map: (event: StoreEvent) => this.#usersOf(event),
    }));
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SourcePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { spec, metadata } = handle.object;
    const { kind, name } = spec.sourceRef;
    const source = this.#context.store.get(
      GROUP,
      kind,
      metadata.namespace,
      name,
    );
    if (!source) {
      return yield* pass.fail(
        'SourceUnavailable',
        `failed to get source: ${kind.toLowerCase()}s.${GROUP} "${name}" not found`,
      );
    }
    const isOci = kind === 'HelmRepository' && source.spec.type === 'oci';
    const artifact = source.status?.artifact;
    const tree = isOci
      ? this.#context.upstreams.byUrl(source.spec.url)?.latest?.tree
      : artifact && this.#context.artifacts.get(artifact.digest);
    if (!tree) {
      return yield* pass.fail(
        'NoSourceArtifact',
        `no artifact available for ${kind} source '${name}'`,
      );
    }
    const chart = findChart(tree, spec.chart, spec.version);
    if (!chart) {
      const version = spec.version ? ` with version '${spec.version}'` : '';
      return yield* pass.fail(
        'InvalidChartReference',
        kind === 'HelmRepository'
          ? `invalid chart reference: failed to get chart version for remote reference: no '${spec.chart}' chart${version} found`
          : `chart reference '${spec.chart}' not found in the ${kind} source`,
        'FetchFailed',
      );
    }
    handle.patchStatus(status => {
      status.observedChartName = chart.name;
      if (!isOci) status.observedSourceArtifactRevision = artifact.revision;
    });
    let { version } = chart;
    if (spec.valuesFiles?.length) version += `+${metadata.generation}`;
    else if (spec.reconcileStrategy === 'Revision' && artifact) {
      version += `+${artifact.revision.replace(/^.*:/, '').slice(0, 12)}`;
    }
    const pulled = kind === 'HelmRepository' ? 'pulled' : 'packaged';
    const message = `${pulled} '${chart.name}' chart with version '${version}'`;
    return yield* pass.store({
      revision: version,
      tree: chart.tree,
      file: `${chart.name}-${version}.tgz`,
      message,
      event: message,
      reason:
        kind === 'HelmRepository'
          ? 'ChartPullSucceeded'
          : 'ChartPackageSucceeded',
    });
  }

  #usersOf({ type, object, previous }: StoreEvent) {
    const now = object.status?.artifact?.revision;
    if (type === 'DELETED' || now === previous?.status?.artifact?.revision) {
      return [];
    }
    return this.#context.store
      .list(GROUP, 'HelmChart', object.metadata.namespace)
      .filter(
        ({ spec }) =>
          spec.sourceRef.kind === object.kind &&
          spec.sourceRef.name === object.metadata.name,
      )
      .map(({ metadata }) => metadata);
  }
}
