/** Where the fields of a message are: by number the name, and how the bytes are to be read. */
type Field =
  | { name: string; is: 'text' | 'number' | 'boolean' | 'base64'; many?: true }
  | { name: string; is: 'message'; of: Message; many?: true }
  | { name: string; is: 'map'; of: 'text' | 'base64' };
type Message = Record<number, Field>;

const text = (name: string): Field => ({ name, is: 'text' });
const texts = (name: string): Field => ({ name, is: 'text', many: true });
const number = (name: string): Field => ({ name, is: 'number' });
const map = (name: string): Field => ({ name, is: 'map', of: 'text' });
const message = (name: string, of: Message): Field => ({
  name,
  is: 'message',
  of,
});
const messages = (name: string, of: Message): Field => ({
  name,
  is: 'message',
  of,
  many: true,
});

const METADATA = message('metadata', {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: map('labels'),
  12: map('annotations'),
  14: texts('finalizers'),
});
const RESOURCE = message('resourceAttributes', {
  1: text('namespace'),
  2: text('verb'),
  3: text('group'),
  4: text('version'),
  5: text('resource'),
  6: text('subresource'),
  7: text('name'),
});
const PATH = message('nonResourceAttributes', {
  1: text('path'),
  2: text('verb'),
});
const SUBJECT_REVIEW: Message = {
  1: METADATA,
  2: message('spec', {
    1: RESOURCE,
    2: PATH,
    3: text('user'),
    4: texts('groups'),
    6: text('uid'),
  }),
};
const DELETE_OPTIONS: Message = {
  1: number('gracePeriodSeconds'),
  2: message('preconditions', { 1: text('uid'), 2: text('resourceVersion') }),
  4: text('propagationPolicy'),
  5: texts('dryRun'),
};
const RULE: Message = {
  1: texts('verbs'),
  2: texts('apiGroups'),
  3: texts('resources'),
  4: texts('resourceNames'),
  5: texts('nonResourceURLs'),
};
const ROLE: Message = { 1: METADATA, 2: messages('rules', RULE) };
const BINDING: Message = {
  1: METADATA,
  2: messages('subjects', {
    1: text('kind'),
    2: text('apiGroup'),
    3: text('name'),
    4: text('namespace'),
  }),
  3: message('roleRef', {
    1: text('apiGroup'),
    2: text('kind'),
    3: text('name'),
  }),
};

/** The kinds that kubectl sends as protobuf and that this server can read; field numbers are Kubernetes'. */
const KINDS: Record<string, Message> = {
  ClusterRole: ROLE,
  ClusterRoleBinding: BINDING,
  ConfigMap: {
    1: METADATA,
    2: map('data'),
    3: { name: 'binaryData', is: 'map', of: 'base64' },
    4: { name: 'immutable', is: 'boolean' },
  },
  DeleteOptions: DELETE_OPTIONS,
  Eviction: { 1: METADATA, 2: message('deleteOptions', DELETE_OPTIONS) },
  LocalSubjectAccessReview: SUBJECT_REVIEW,
  Namespace: { 1: METADATA },
  Role: ROLE,
  RoleBinding: BINDING,
  Scale: { 1: METADATA, 2: message('spec', { 1: number('replicas') }) },
  Secret: {
    1: METADATA,
    2: { name: 'data', is: 'map', of: 'base64' },
    3: text('type'),
    4: map('stringData'),
  },
  SelfSubjectAccessReview: {
    1: METADATA,
    2: message('spec', { 1: RESOURCE, 2: PATH }),
  },
  SelfSubjectReview: { 1: METADATA },
  SelfSubjectRulesReview: {
    1: METADATA,
    2: message('spec', { 1: text('namespace') }),
  },
  ServiceAccount: { 1: METADATA },
  SubjectAccessReview: SUBJECT_REVIEW,
  TokenRequest: {
    1: METADATA,
    2: message('spec', {
      1: texts('audiences'),
      4: number('expirationSeconds'),
    }),
  },
};

const MAGIC = Buffer.from('k8s\0');

/** One field as it stands on the wire. */
interface Raw {
  field: number;
  value: number | Buffer;
}

function* fields(bytes: Buffer): Generator<Raw> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) {
        throw new RangeError('the message ends too early');
      }
      at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) {
        return value;
      }
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) {
      yield { field, value: varint() };
    } else if (wire === 2) {
      const length = varint();
      yield { field, value: bytes.subarray(at, at + length) };
      at += length;
    } else {
      // Fixed-size numbers do not occur in the kinds above.
      at += wire === 1 ? 8 : 4;
    }
  }
}

function scalar(value: number | Buffer, is: string): unknown {
  switch (is) {
    case 'number':
      return value;
    case 'boolean':
      return value === 1;
    default:
      return (value as Buffer).toString(is === 'base64' ? 'base64' : 'utf8');
  }
}

function decodeMessage(bytes: Buffer, shape: Message): any {
  const out: any = {};
  for (const { field, value } of fields(bytes)) {
    const known = shape[field];
    if (known?.is === 'map') {
      const entry = [...fields(value as Buffer)];
      const part = (wanted: number) =>
        entry.find(one => one.field === wanted)?.value ?? Buffer.alloc(0);
      out[known.name] ??= {};
      out[known.name][String(scalar(part(1), 'text'))] = scalar(
        part(2),
        known.of,
      );
    } else if (known) {
      const decoded =
        known.is === 'message'
          ? decodeMessage(value as Buffer, known.of)
          : scalar(value, known.is);
      if (known.many) {
        (out[known.name] ??= []).push(decoded);
      } else if (decoded !== '') {
        // Go writes empty texts too.
        out[known.name] = decoded;
      }
    }
  }
  return out;
}

/** Reads an object in Kubernetes' protobuf envelope; undefined for kinds that are not in the table. */
export function decodeProtobuf(body: Buffer): any {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) {
    return undefined;
  }
  const envelope = decodeMessage(body.subarray(MAGIC.length), {
    1: message('type', { 1: text('apiVersion'), 2: text('kind') }),
    2: { name: 'raw', is: 'base64' },
  });
  const shape = KINDS[envelope.type?.kind];
  return shape
    ? {
        ...envelope.type,
        ...decodeMessage(Buffer.from(envelope.raw ?? '', 'base64'), shape),
      }
    : undefined;
}
