import { asDuration } from './asDuration';
import { asInteger } from './asInteger';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { asTime } from './asTime';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { sortSnapshots } from './sortSnapshots';

/**
 * A past reconciliation or release in `status.history`. Times are ISO 8601, by the clock of the cluster.
 * @public
 */
export interface FluxRun {
  type: 'reconciliation' | 'release';
  /**
   * What tells it from all others of the same object, and stays while its counters move: digest, outcome and first
   * time of a reconciliation; release, number and first time of a release.
   */
  identity: string[];
  /** `lastReconciledStatus`, or the state of the release. */
  outcome: string;
  revision?: string;
  firstAt?: string;
  lastAt?: string;
  /** A total since `firstAt`: adding up two readings of it would count twice. */
  count?: number;
  /** Of the last reconciliation, in milliseconds. */
  durationMs?: number;
  action?: string;
  chart?: string;
  appVersion?: string;
  releaseVersion?: number;
}

/** Longer histories do not occur; what is behind this many is older anyway. */
const MAX_RUNS = 10;

/**
 * What Flux remembers of an object's past reconciliations (Kustomization, ResourceSet, FluxInstance) or releases
 * (HelmRelease), newest first. Source: flux-semantics §5.10.
 * @public
 */
export function readRuns(object: FluxObject): FluxRun[] {
  const { kind, status } = readObject(object);
  if (kind === 'HelmRelease') {
    return sortSnapshots(status)
      .slice(0, MAX_RUNS)
      .map(snapshot => {
        const firstAt = asTime(snapshot.firstDeployed);
        const lastAt = asTime(snapshot.lastDeployed);
        return {
          type: 'release',
          identity: [
            asText(snapshot.namespace) ?? '',
            asText(snapshot.name) ?? '',
            String(snapshot.version),
            firstAt ?? '',
          ],
          outcome: asText(snapshot.status) ?? 'unknown',
          revision: asText(snapshot.chartVersion),
          firstAt,
          lastAt,
          action: asText(snapshot.action),
          chart: asText(snapshot.chartName),
          appVersion: asText(snapshot.appVersion),
          releaseVersion: asInteger(snapshot.version),
        };
      });
  }
  return asList(status.history)
    .slice(0, MAX_RUNS)
    .flatMap((entry): FluxRun[] => {
      const outcome = asText(entry.lastReconciledStatus);
      if (!outcome) return [];
      const firstAt = asTime(entry.firstReconciled);
      return [
        {
          type: 'reconciliation',
          identity: [asText(entry.digest) ?? '', outcome, firstAt ?? ''],
          outcome,
          revision: asText(asRecord(entry.metadata).revision),
          firstAt,
          lastAt: asTime(entry.lastReconciled),
          count: asInteger(entry.totalReconciliations),
          durationMs: asDuration(entry.lastReconciledDuration),
        },
      ];
    });
}
