import type { Fact } from '../../schemas';
import { asList } from '../asList';
import { asRecord } from '../asRecord';
import { asText } from '../asText';
import { findCondition } from '../findCondition';
import type { ObjectView } from '../readObject';
import { sortSnapshots } from '../sortSnapshots';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';

/** The HelmChart that stands between a HelmRelease and its repository: `status.helmChart` is `namespace/name`. */
function readHelmChart(status: Record<string, unknown>) {
  const [namespace = '', name] = (asText(status.helmChart) ?? '').split('/');
  return toReference(
    { name },
    { group: 'source.toolkit.fluxcd.io', kind: 'HelmChart', namespace },
  );
}

/** What a HelmRelease installs and what it does when that fails. Of its values only where they come from. */
export function readHelmReleaseFacts({
  namespace,
  spec,
  status,
}: ObjectView): Fact[] {
  const [release = {}] = sortSnapshots(status);
  const failures = (name: string) =>
    // Zero is how it ought to be: no news.
    toFact(name, status[name] || undefined);
  return [
    ...toFact(
      'chart',
      asText(asRecord(asRecord(spec.chart).spec).chart) ??
        asText(release.chartName),
    ),
    ...factsAt(spec, { chartVersion: 'chart.spec.version' }),
    ...factsAt(release, { appVersion: 'appVersion' }),
    ...toReferencesFact('helmChart', [readHelmChart(status)]),
    ...toFact('releaseName', asText(release.name) ?? asText(spec.releaseName)),
    ...factsAt(release, { releaseNumber: 'version' }),
    ...toFact(
      'targetNamespace',
      asText(release.namespace) ?? asText(spec.targetNamespace),
    ),
    ...factsAt(spec, {
      storageNamespace: 'storageNamespace',
      serviceAccountName: 'serviceAccountName',
    }),
    ...failures('failures'),
    ...failures('installFailures'),
    ...failures('upgradeFailures'),
    ...factsAt(spec, {
      driftDetection: 'driftDetection.mode',
    }),
    ...toFact('drifted', findCondition(status, 'Drifted')?.status),
    ...factsAt(spec, {
      installStrategy: 'install.strategy.name',
      installRetries: 'install.remediation.retries',
      upgradeStrategy: 'upgrade.strategy.name',
      upgradeRetries: 'upgrade.remediation.retries',
      upgradeRemediation: 'upgrade.remediation.strategy',
      test: 'test.enable',
    }),
    ...toReferencesFact(
      'valuesFrom',
      asList(spec.valuesFrom).map(from =>
        toReference(from, { group: '', namespace }),
      ),
    ),
  ];
}
