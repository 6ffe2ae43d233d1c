import { hash } from 'node:crypto';
import { type Bits, toBits } from './Bits';

/** What the bytes of an event tell without being parsed. */
export interface PeekedEvent {
  /** Namespace and name, with a slash between them. */
  name: string;
  resourceVersion: string;
  /** Its status is `progressing`, for certain. When not set, it may be so still. */
  passing: boolean;
  /** The same of two events: projection makes rows with the same digest and the same managed objects of them. */
  fingerprint: () => Bits;
}

const MODIFIED = '{"type":"MODIFIED","object":{';
/** Neighbours in the metadata of an object without owners, for the API server sorts keys. */
const IDENTITY =
  /"name":"([a-z0-9.-]{1,253})","namespace":"([a-z0-9-]{1,63})","resourceVersion":"([^"\\]{1,64})","uid":"[^"\\]{1,64}"/y;
/**
 * What moves with every reconciliation and is no part of a digest: times of conditions, totals of runs, and of the time
 * of the last reconciliation what is below the hour.
 */
const VOLATILE =
  /("lastTransitionTime":"|"lastReconciledDuration":"|"totalReconciliations":|"(?:lastReconciled|scanTime|lastAutomationRunTime)":"[^"\\]{13})[^"\\,}]*/g;

/**
 * Reads what can be read of an event at a glance: four of five events of a fleet at rest say that a reconciliation goes
 * on, and the fifth that it found nothing to do. Relies on how API servers write custom resources: keys sorted, no
 * space between them. Anything else, also an addition or a deletion, answers `undefined` and has to be parsed.
 *
 * What is looked for begins and ends with plain quotes or brackets. A quote within a text is always escaped, so it is
 * a key or a value that is found, never a part of a text.
 */
export function peekEvent(line: Buffer): PeekedEvent | undefined {
  const text = line.toString('latin1');
  if (!text.startsWith(MODIFIED)) return undefined;
  const version = text.indexOf('"resourceVersion":"');
  if (version < 0) return undefined;
  IDENTITY.lastIndex = text.lastIndexOf('"name":"', version);
  const found = IDENTITY.lastIndex >= 0 ? IDENTITY.exec(text) : null;
  if (!found) return undefined;
  const [identity, name, namespace, resourceVersion] = found;
  return {
    name: `${namespace}/${name}`,
    resourceVersion,
    passing: isPassing(text, IDENTITY.lastIndex),
    fingerprint: () => {
      const stays = withoutManagedFields(text)
        .replace(identity, identity.replace(resourceVersion, ''))
        .replace(VOLATILE, '$1');
      return toBits(hash('sha256', Buffer.from(stays, 'latin1')));
    },
  };
}

function withoutManagedFields(text: string): string {
  const start = text.indexOf('"managedFields":[');
  if (start < 0) return text;
  // No field of theirs is called so, but the one behind them is, or they are the last of the metadata.
  const next = text.indexOf('],"name":"', start);
  const end = next < 0 ? text.indexOf(']},"spec":', start) : next;
  return end < 0 ? text : text.slice(0, start) + text.slice(end);
}

/**
 * Ready is Unknown, and nothing says what would count more: stalled, suspended or being deleted. A spec that holds
 * another object with conditions may mislead it; that costs two seconds at most.
 */
function isPassing(text: string, spec: number): boolean {
  const status = text.indexOf('"status":{', spec);
  const start = text.indexOf('"conditions":[', status);
  if (status < 0 || start < 0) return false;
  // The messages are texts, so no bracket of theirs follows on a plain quote and a brace.
  const conditions = text.slice(start, text.indexOf('"}]', start) + 2);
  if (
    !conditions.includes('"status":"Unknown","type":"Ready"}') ||
    conditions.includes('"type":"Stalled"')
  ) {
    return false;
  }
  const metadata = text.slice(0, spec);
  return (
    !text.slice(spec, status).includes('"suspend":true') &&
    !metadata.includes(':"disabled"') &&
    !metadata.includes('"deletionTimestamp":')
  );
}
