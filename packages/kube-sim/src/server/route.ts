import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { Context } from './Context';
import { create } from './create';
import { list } from './list';
import { patch } from './patch';
import { podLog } from './podLog';
import { bind, evict } from './podSubresources';
import { find, read, sendObject } from './read';
import { remove, removeCollection } from './remove';
import { review } from './reviews';
import { scale } from './scale';
import type { Target } from './Target';
import { tokenRequest } from './tokenRequest';
import { update } from './update';
import { watch } from './watch';

type Handler = (context: Context, target: Target) => void | Promise<void>;

const OBJECT: Record<string, Handler> = {
  GET: read,
  HEAD: read,
  PUT: update,
  PATCH: patch,
  DELETE: remove,
};
const STATUS: Record<string, Handler> = {
  GET: (context, target) =>
    sendObject(context, target, 200, find(context, target)),
  PUT: update,
  PATCH: patch,
};
const SUBRESOURCES: Record<string, Record<string, Handler>> = {
  status: STATUS,
  scale: { GET: scale, HEAD: scale, PUT: scale, PATCH: scale },
  log: { GET: podLog, HEAD: podLog },
  eviction: { POST: evict },
  binding: { POST: bind },
  token: { POST: tokenRequest },
  finalize: { PUT: update },
};

function notSupported(verb: string, { kind }: Target): ApiError {
  const name = kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
  return new ApiError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: `${verb} is not supported on resources of kind "${name}"`,
    details: { group: kind.group, kind: kind.plural },
  });
}

function checkPathName(name: string): void {
  let why: string | undefined;
  if (name === '.' || name === '..') {
    why = `may not be '${name}'`;
  } else if (name.includes('%')) {
    why = "may not contain '%'";
  }
  if (why) {
    throw errors.badRequest(
      `Name parameter invalid: ${JSON.stringify(name)}: ${why}`,
    );
  }
}

function collection(context: Context, target: Target): Handler | undefined {
  switch (context.info.verb) {
    case 'list':
      return list;
    case 'watch':
      return watch;
    case 'create':
      return target.kind.virtual ? review : create;
    case 'deletecollection':
      return target.kind.verbs.includes('deletecollection')
        ? removeCollection
        : undefined;
    default:
      return undefined;
  }
}

/** Custom kinds are served by one handler that answers oddly in its own way. */
function custom(context: Context, target: Target): Handler {
  const { info, method } = context;
  const { subresource, parts, name } = info;
  if (parts.length === 1) {
    const handler = collection(context, target);
    if (handler) {
      return handler;
    }
    if (['update', 'patch'].includes(info.verb)) {
      throw errors.badRequest('name must be provided');
    }
    throw notSupported(info.verb, target);
  }
  if (parts.length > 2) {
    const known = target.kind.subresources.some(
      one => one.name === subresource,
    );
    if (!known || parts.length > 3) {
      throw errors.notFound(target.kind, name);
    }
    checkPathName(name);
    const handler = SUBRESOURCES[subresource][method];
    if (!handler) {
      throw notSupported(info.verb, target);
    }
    return handler;
  }
  checkPathName(name);
  if (info.verb === 'watch') {
    return watch;
  }
  const handler = method === 'POST' ? create : OBJECT[method];
  if (!handler) {
    throw notSupported(info.verb, target);
  }
  return handler;
}

function builtin(context: Context, target: Target): Handler {
  const { info, method } = context;
  const { subresource, parts, name } = info;
  let handler: Handler | undefined;
  if (parts.length === 1) {
    handler = collection(context, target);
  } else if (parts.length > 2) {
    const known = target.kind.subresources.some(
      one => one.name === subresource,
    );
    if (!known || parts.length > 3) {
      throw errors.unknownResource();
    }
    handler = SUBRESOURCES[subresource][method];
    checkPathName(name);
  } else {
    checkPathName(name);
    handler = info.verb === 'watch' ? watch : OBJECT[method];
  }
  if (!handler || (target.kind.virtual && method !== 'POST')) {
    throw errors.methodNotAllowed();
  }
  return handler;
}

/** Finds what answers a resource request; undefined stands for the plain 404. */
export function route(
  context: Context,
): (() => void | Promise<void>) | undefined {
  const { info, store } = context;
  const target = store.kinds.findResource(
    info.group,
    info.version,
    info.resource,
  );
  if (!target) {
    const served = store.kinds.versionsOf(info.group).includes(info.version);
    const ofCrd = store.kinds
      .all()
      .some(kind => kind.group === info.group && kind.custom);
    if (!served || ofCrd) {
      return undefined;
    }
    throw errors.unknownResource();
  }
  const { kind } = target;
  // A namespaced kind has no objects at the cluster's level, only lists across namespaces.
  const misplaced = kind.namespaced
    ? !info.namespace && (info.name !== '' || info.verb === 'create')
    : info.namespace !== '' && kind.kind !== 'Namespace';
  if (misplaced) {
    if (kind.custom) {
      return undefined;
    }
    throw errors.unknownResource();
  }
  const handler = kind.custom
    ? custom(context, target)
    : builtin(context, target);
  return () => handler(context, target);
}
