import assert from 'node:assert/strict';
import { normalize } from './normalize';
import { recording } from './recording';
import type { Answer, Target } from './Target';

/** Namespaces that occur in recordings; each stands for the namespace of a run. */
const RECORDED = /(?<![a-z0-9-])(?:rec|err|live|dot\d+)(?![a-z0-9-])/g;

export type Comparison =
  /** Everything but times, ids and versions. */
  | 'exact'
  /** The same fields with values of the same types. */
  | 'shape'
  /** Status code and content type. */
  | 'code';

export interface ReplayOptions {
  /** Service account to act as, instead of the full rights of the run. */
  as?: string;
  /** Bearer token to send as it is. */
  token?: string;
  compare?: Comparison;
  before?: (target: Target) => Promise<unknown>;
  /** Replaces the recorded body, when it names ids of the recorded server. */
  body?: (target: Target) => Promise<unknown>;
}

function toRun<T>(value: T, namespace: string): T {
  return JSON.parse(JSON.stringify(value).replace(RECORDED, namespace));
}

function shape(value: any): any {
  if (Array.isArray(value)) {
    return value.length ? [shape(value[0])] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      // These depend on what happened to the object before.
      .filter(
        name =>
          ![
            'managedFields',
            'labels',
            'finalizers',
            'status',
            'remainingItemCount',
            'continue',
          ].includes(name),
      )
      .map(name => [name, shape(value[name])]),
  );
}

function contentType(headers: Record<string, any>): string {
  return String(headers['content-type'] ?? '');
}

/** Sends a recorded request and compares the answer with the recorded one. */
export async function replay(
  target: Target,
  name: string,
  options: ReplayOptions = {},
): Promise<Answer> {
  const { request, response } = recording(name);
  const { namespace } = target;
  await options.before?.(target);
  const body = options.body
    ? await options.body(target)
    : request.body && toRun(request.body, namespace);
  const { authorization: _old, ...headers } = toRun(request.headers, namespace);
  const answer = await target.ask({
    method: request.method,
    path: request.path.replace(RECORDED, namespace),
    headers,
    body: body === undefined ? undefined : body,
    token: options.as ? target.tokens[options.as] : options.token,
  });

  assert.equal(
    answer.status,
    response.status,
    `status; body: ${answer.text.slice(0, 600)}`,
  );
  assert.equal(
    contentType(answer.headers),
    contentType(response.headers),
    'content type',
  );
  assert.equal(
    answer.headers['retry-after'],
    response.headers['retry-after'],
    'retry-after',
  );
  assert.equal(answer.headers.warning, response.headers.warning, 'warning');
  const isStatus = response.body?.kind === 'Status';
  const compare =
    options.compare ??
    (isStatus || typeof response.body === 'string' ? 'exact' : 'shape');
  if (compare === 'code') {
    return answer;
  }
  const names = new Map([[namespace, 'NAMESPACE']]);
  const actual = normalize(answer.body, names);
  const expected = normalize(
    JSON.parse(
      JSON.stringify(response.body)
        .replace(RECORDED, 'NAMESPACE')
        .replace(/\brec-view\b/g, 'NAMESPACE-view'),
    ),
    names,
  );
  if (compare === 'exact') {
    assert.deepEqual(actual, expected);
  } else {
    assert.deepEqual(shape(actual), shape(expected));
  }
  return answer;
}
