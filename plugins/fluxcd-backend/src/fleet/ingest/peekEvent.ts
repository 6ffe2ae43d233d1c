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
const VERSION = '"resourceVersion":"';
/** Neighbours in the metadata of an object without owners, for the API server sorts keys. */
const IDENTITY =
  /"name":"([a-z0-9.-]{1,253})","namespace":"([a-z0-9-]{1,63})","resourceVersion":"([^"\\]{1,64})","uid":"[^"\\]{1,64}"/y;
/**
 * What moves with every reconciliation and is no part of a digest: times of conditions, totals of runs, and of the time
 * of the last reconciliation what is below the hour.
 */
const VOLATILE =
  /("lastTransitionTime":"|"lastReconciledDuration":"|"totalReconciliations":|"(?:lastReconciled|scanTime|lastAutomationRunTime)":"[^"\\]{13})[^"\\,}]*/g;
/** Where events of a usual size are put together to be digested. */
const ROOM = Buffer.allocUnsafeSlow(64 * 1024);

/** Where the parts of an event begin, as places in its text. */
interface Places {
  /** Managed fields, of which nothing is looked at, and what follows them; both 0 without them. */
  fields: number;
  rest: number;
  version: number;
  versionEnd: number;
  /** Behind the metadata, or near it. */
  spec: number;
  /** Negative without one. */
  status: number;
}

/**
 * Reads what can be read of an event at a glance: four of five events of a fleet at rest say that a reconciliation goes
 * on, and the fifth that it found nothing to do. Relies on how API servers write custom resources: keys sorted, no
 * space between them. Anything else, also an addition or a deletion, answers `undefined` and has to be parsed.
 *
 * What is looked for begins and ends with plain quotes or brackets. A quote within a text is always escaped, so it is
 * a key or a value that is found, never a part of a text. To look for a single character costs next to nothing, for a
 * word it is what this spends its time on: large parts are therefore passed over by their brackets.
 */
export function peekEvent(line: Buffer): PeekedEvent | undefined {
  const text = line.toString('latin1');
  if (!text.startsWith(MODIFIED)) return undefined;
  const [fields, rest] = findManagedFields(text);
  const version = text.indexOf(VERSION, rest);
  if (version < 0) return undefined;
  IDENTITY.lastIndex = text.lastIndexOf('"name":"', version);
  const found = IDENTITY.lastIndex >= 0 ? IDENTITY.exec(text) : null;
  if (!found) return undefined;
  const [, name, namespace, resourceVersion] = found;
  const from = version + VERSION.length;
  const spec = IDENTITY.lastIndex;
  const places: Places = {
    fields,
    rest,
    version: from,
    versionEnd: from + resourceVersion.length,
    spec,
    status: text.indexOf('"status":{', spec),
  };
  return {
    name: `${namespace}/${name}`,
    resourceVersion,
    passing: isPassing(text, places),
    fingerprint: () => digest(text, places),
  };
}

/** Where managed fields begin and end; both 0 without them, or when they do not end as they are written. */
function findManagedFields(text: string): [number, number] {
  const start = text.indexOf('"managedFields":[');
  if (start < 0) return [0, 0];
  // There are hardly any other brackets in them, and no field of theirs is called as the one behind them is.
  for (
    let end = text.indexOf(']', start);
    end >= 0;
    end = text.indexOf(']', end + 1)
  ) {
    if (text.startsWith('],"name":"', end)) return [start, end];
  }
  return [0, 0];
}

/** Of the event without its version, its managed fields and, in its status, what is volatile. */
function digest(text: string, places: Places): Bits {
  const { fields, rest, version, versionEnd, status } = places;
  // Everything is ASCII here, or bytes that became a character each.
  const room = text.length > ROOM.length ? Buffer.alloc(text.length) : ROOM;
  let size = 0;
  const add = (part: string) => {
    size += room.write(part, size, 'latin1');
  };
  add(text.slice(0, fields));
  add(text.slice(rest, version));
  const end = status < 0 ? text.length : status;
  add(text.slice(versionEnd, end));
  // A list of texts, half of an event, in which nothing moves.
  const inventory = text.indexOf('"inventory":{"entries":[', end);
  const behind = inventory < 0 ? -1 : text.indexOf(']', inventory);
  if (behind < 0) {
    add(text.slice(end).replace(VOLATILE, '$1'));
  } else {
    add(text.slice(end, inventory).replace(VOLATILE, '$1'));
    add(text.slice(inventory, behind));
    add(text.slice(behind).replace(VOLATILE, '$1'));
  }
  return toBits(hash('sha256', room.subarray(0, size)));
}

/**
 * Ready is Unknown, and nothing says what would count more: stalled, suspended or being deleted. A spec that holds
 * another object with conditions may mislead it; that costs two seconds at most.
 */
function isPassing(
  text: string,
  { fields, rest, spec, status }: Places,
): boolean {
  const start = status < 0 ? -1 : text.indexOf('"conditions":[', status);
  if (start < 0) return false;
  // The messages are texts, so no bracket of theirs follows on a plain quote and a brace.
  let end = start;
  do {
    end = text.indexOf(']', end + 1);
    if (end < 0) return false;
  } while (!text.startsWith('"}', end - 2));
  const conditions = text.slice(start, end);
  if (
    !conditions.includes('"status":"Unknown","type":"Ready"}') ||
    conditions.includes('"type":"Stalled"')
  ) {
    return false;
  }
  return (
    !text.slice(spec, status).includes('"suspend":true') &&
    isPlain(text.slice(0, fields)) &&
    isPlain(text.slice(rest, spec))
  );
}

/** Of metadata: neither switched off nor being deleted. */
function isPlain(metadata: string): boolean {
  return (
    !metadata.includes(':"disabled"') &&
    !metadata.includes('"deletionTimestamp":')
  );
}
