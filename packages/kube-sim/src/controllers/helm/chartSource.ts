import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';

const GROUP = 'source.toolkit.fluxcd.io';

/** The object that brings the chart of a HelmRelease; makes the HelmChart when the release describes one. */
export function chartSource(
  context: ControllerContext,
  handle: ObjectHandle,
): { label: string; source: KubeObject | undefined; created: boolean } {
  const { spec, metadata } = handle.object;
  if (spec.chartRef) {
    const { kind, name, namespace = metadata.namespace } = spec.chartRef;
    return {
      label: `${kind} '${namespace}/${name}'`,
      source: context.store.get(GROUP, kind, namespace, name),
      created: false,
    };
  }
  const { chart, version, sourceRef, interval, ...more } = spec.chart.spec;
  const namespace = sourceRef.namespace ?? metadata.namespace;
  const name = `${metadata.namespace}-${metadata.name}`;
  const known = context.store.get(GROUP, 'HelmChart', namespace, name);
  const source = context.store.apply(
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'HelmChart',
      metadata: {
        name,
        namespace,
        labels: {
          ...spec.chart.metadata?.labels,
          'helm.toolkit.fluxcd.io/name': metadata.name,
          'helm.toolkit.fluxcd.io/namespace': metadata.namespace!,
        },
      },
      spec: {
        chart,
        version: version ?? '*',
        sourceRef: { kind: sourceRef.kind, name: sourceRef.name },
        interval: interval ?? spec.interval,
        reconcileStrategy: more.reconcileStrategy ?? 'ChartVersion',
        ...(more.valuesFiles && { valuesFiles: more.valuesFiles }),
      },
    },
    { manager: 'helm-controller' },
  );
  return {
    label: `HelmChart '${namespace}/${name}'`,
    source,
    created: !known,
  };
}
