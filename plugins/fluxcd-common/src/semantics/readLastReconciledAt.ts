import { asList } from './asList';
import { asRecord } from './asRecord';
import { asTime } from './asTime';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { sortSnapshots } from './sortSnapshots';

/**
 * When the object was last reconciled to an end, as far as its status tells. Not the
 * `lastTransitionTime` of Ready: that changes only when Ready flips. ISO 8601.
 *
 * Source: flux-semantics §5.4, last paragraph.
 * @public
 */
export function readLastReconciledAt(object: FluxObject): string | undefined {
  const { kind, status } = readObject(object);
  switch (kind) {
    case 'HelmRelease':
      return asTime(sortSnapshots(status)[0]?.lastDeployed);
    case 'ImageRepository':
      return asTime(asRecord(status.lastScanResult).scanTime);
    case 'ImageUpdateAutomation':
      return asTime(status.lastAutomationRunTime);
    default:
      return (
        asTime(asList(status.history)[0]?.lastReconciled) ??
        asTime(asRecord(status.artifact).lastUpdateTime)
      );
  }
}
