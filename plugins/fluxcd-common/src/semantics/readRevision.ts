import { asRecord } from './asRecord';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { sortSnapshots } from './sortSnapshots';

/**
 * The revision that an object applied or stores, and the one it last tried when that differs: a newer
 * revision is then being applied, or failing. As Flux writes them, not shortened.
 *
 * HelmRelease has no lastAppliedRevision: what runs is the chart version of the newest release. A
 * release that was never made has only an attempted revision. Source: flux-semantics §5.9.
 * @public
 */
export function readRevision(object: FluxObject): {
  revision?: string;
  attemptedRevision?: string;
} {
  const { kind, status } = readObject(object);
  let revision: string | undefined;
  switch (kind) {
    case 'HelmRelease':
      revision = asText(sortSnapshots(status)[0]?.chartVersion);
      break;
    case 'ImagePolicy': {
      const { tag, digest } = asRecord(status.latestRef);
      revision = [asText(tag), asText(digest)].filter(Boolean).join('@');
      break;
    }
    case 'ImageRepository':
      revision = asText(asRecord(status.lastScanResult).revision);
      break;
    case 'ImageUpdateAutomation':
      revision = asText(status.observedSourceRevision);
      break;
    default:
      revision =
        asText(status.lastAppliedRevision) ??
        asText(asRecord(status.artifact).revision);
  }
  revision = revision || undefined;
  const attempted = asText(status.lastAttemptedRevision);
  return {
    revision,
    attemptedRevision: attempted === revision ? undefined : attempted,
  };
}
