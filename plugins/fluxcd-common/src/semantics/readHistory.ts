import type { HistoryEntry } from '../schemas';
import { asInteger } from './asInteger';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { asTime } from './asTime';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { sortSnapshots } from './sortSnapshots';

/**
 * Past reconciliations (Kustomization, ResourceSet, FluxInstance: one entry per digest and outcome,
 * at most five) or releases (HelmRelease), newest first. Source: flux-semantics §5.10.
 * @public
 */
export function readHistory(object: FluxObject): HistoryEntry[] {
  const { kind, status } = readObject(object);
  if (kind === 'HelmRelease') {
    return sortSnapshots(status).map(snapshot => ({
      status: asText(snapshot.status) ?? 'unknown',
      revision: asText(snapshot.chartVersion),
      action: asText(snapshot.action),
      firstAt: asTime(snapshot.firstDeployed),
      lastAt: asTime(snapshot.lastDeployed),
    }));
  }
  return asList(status.history).flatMap(entry => {
    const outcome = asText(entry.lastReconciledStatus);
    if (!outcome) return [];
    return [
      {
        status: outcome,
        revision: asText(asRecord(entry.metadata).revision),
        firstAt: asTime(entry.firstReconciled),
        lastAt: asTime(entry.lastReconciled),
        count: asInteger(entry.totalReconciliations),
      },
    ];
  });
}
