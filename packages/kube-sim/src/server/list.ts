import { errors } from '../store/errors';
import { KindStore } from '../store/KindStore';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { checkListOptions } from './listOptions';
import type { Target } from './Target';
import { parseSelectors } from './selectors';
import { serialize } from './serialize';
import { table } from './table';
import { partialMetadata } from './partialMetadata';

interface Continue {
  version: number;
  start: string;
}

function encodeContinue(version: number, start: string): string {
  const token = { v: 'meta.k8s.io/v1', rv: version, start };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeContinue(text: string): Continue {
  const json = Buffer.from(text, 'base64url').toString('latin1');
  try {
    const token = JSON.parse(Buffer.from(json, 'latin1').toString('utf8'));
    if (token.v === 'meta.k8s.io/v1' && Number.isInteger(token.rv)) {
      return { version: token.rv, start: String(token.start) };
    }
  } catch {
    // Falls through to the same refusal as a token of another version.
  }
  const first = JSON.stringify(json.slice(0, 1)).slice(1, -1);
  const code = json.charCodeAt(0).toString(16).padStart(4, '0');
  throw errors.badRequest(
    `invalid continue token: continue key is not valid: invalid character '${
      /^[ -~]+$/.test(first) ? first : `\\u${code}`
    }' looking for beginning of value`,
  );
}

const EXPIRED_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function keyOf(object: KubeObject): string {
  return KindStore.key(object.metadata.namespace, object.metadata.name);
}

/** Answers a list: paging, resourceVersion rules, selectors, and the forms that kubectl asks for. */
export function list(context: Context, target: Target): void {
  const { store, query, info } = context;
  const { kind, version } = target;
  const accept = context.accept(kind.custom);
  const options = checkListOptions(context, 'list');
  const matches = parseSelectors(query, kind);
  const objects = store.storeOf(kind);
  const namespace = info.namespace || undefined;

  let at = store.version;
  let found: KubeObject[] | undefined;
  const token = query.get('continue');
  const limit = options.version === 0 ? 0 : options.limit;
  if (token) {
    const decoded = decodeContinue(token);
    at = decoded.version < 0 ? store.version : decoded.version;
    found = objects.listAt(at, namespace);
    if (!found || at > store.version) {
      throw errors.expired(EXPIRED_CONTINUE, {
        continue: encodeContinue(-1, decoded.start),
      });
    }
    found = found.filter(object => keyOf(object) >= decoded.start);
  } else if (options.exact) {
    at = options.version!;
    found = objects.listAt(at, namespace);
    if (!found) {
      throw errors.expired(
        'The resourceVersion for the provided list is too old.',
      );
    }
  } else {
    found = objects.list(namespace);
  }
  if (matches) {
    found = found.filter(matches);
  }
  let page = found;
  let next = '';
  let remaining: number | undefined;
  if (limit > 0 && found.length > limit) {
    page = found.slice(0, limit);
    next = encodeContinue(at, `${keyOf(page[limit - 1])}\0`);
    remaining = matches ? undefined : found.length - limit;
  }
  const metadata = {
    ...(kind.custom || next ? { continue: next } : {}),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
    resourceVersion: String(at),
  };
  const listMeta = {
    resourceVersion: String(at),
    ...(next ? { continue: next } : {}),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
  if (accept.as === 'Table') {
    context.send(
      200,
      table(page, target, { metadata: listMeta, query }),
      accept,
    );
    return;
  }
  if (accept.as === 'PartialObjectMetadataList') {
    context.send(
      200,
      {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata: listMeta,
        items: page.map(partialMetadata),
      },
      accept,
    );
    return;
  }
  const items = page.map(object =>
    serialize.item(object, kind, version.version),
  );
  const apiVersion = serialize.apiVersionOf(kind, version.version);
  context.sendJson(
    200,
    kind.custom
      ? `{"apiVersion":"${apiVersion}","items":[${items.join(',')}],"kind":"${
          kind.listKind
        }","metadata":${JSON.stringify(metadata)}}`
      : `{"kind":"${
          kind.listKind
        }","apiVersion":"${apiVersion}","metadata":${JSON.stringify(
          listMeta,
        )},"items":[${items.join(',')}]}`,
    accept,
  );
}
