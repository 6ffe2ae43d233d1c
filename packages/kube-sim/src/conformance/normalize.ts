/** Fields whose values differ from server to server and from run to run. */
const VOLATILE = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'time',
  'deletionTimestamp',
  'generation',
  'annotations',
]);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function text(value: string, names: Map<string, string>): string {
  let out = value;
  names.forEach((stable, actual) => {
    out = out.split(actual).join(stable);
  });
  return out
    .replace(UUID, '<uuid>')
    .replace(
      /ResourceVersion in record \(\d+\)/g,
      'ResourceVersion in record (N)',
    )
    .replace(/current: \d+/g, 'current: N')
    .replace(
      /too old resource version: (\d+) \(\d+\)/g,
      'too old resource version: N (N)',
    )
    .replace(/\(\d+ vs\. /g, '(N vs. ');
}

function walk(value: any, names: Map<string, string>): any {
  if (typeof value === 'string') {
    return text(value, names);
  }
  if (Array.isArray(value)) {
    return value.map(item => walk(item, names));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VOLATILE.has(name))
      .map(([name, child]) => [name, walk(child, names)]),
  );
}

/** What Flux controllers do to an object that a recording caught: not the API server's doing. */
function withoutControllers(object: any): any {
  const { metadata } = object;
  const { status: _status, ...rest } = object;
  // By name: the server's order depends on whether two writes fall into one second.
  const own = (metadata.managedFields ?? [])
    .filter((entry: any) => !/^gotk-|-controller/.test(entry.manager))
    .sort((a: any, b: any) => (a.manager < b.manager ? -1 : 1));
  const finalizers = (metadata.finalizers ?? []).filter(
    (name: string) => name !== 'finalizers.fluxcd.io',
  );
  const { finalizers: _old, managedFields: _managed, ...kept } = metadata;
  return {
    ...rest,
    metadata: {
      ...kept,
      ...(finalizers.length ? { finalizers } : {}),
      ...(own.length ? { managedFields: own } : {}),
    },
  };
}

/** Errors of one refusal come in any order. */
function sortedCauses(status: any): any {
  const causes = status.details?.causes;
  if (!causes || causes.length < 2) {
    return status;
  }
  const key = (cause: any) => `${cause.field} ${cause.message}`;
  const sorted = [...causes].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    ...status,
    message: status.message.replace(/ is invalid: .*/s, ' is invalid: …'),
    details: { ...status.details, causes: sorted },
  };
}

/** The part of an answer that must be the same on every server. `names` maps names of this run to those recorded. */
export function normalize(body: any, names: Map<string, string>): any {
  if (typeof body !== 'object' || body === null) {
    return typeof body === 'string' ? text(body, names) : body;
  }
  if (body.kind === 'Status') {
    return walk(sortedCauses(body), names);
  }
  if (body.metadata?.name && body.spec?.sourceRef) {
    return walk(withoutControllers(body), names);
  }
  return walk(body, names);
}
