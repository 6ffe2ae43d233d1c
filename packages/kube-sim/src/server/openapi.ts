import { createHash } from 'node:crypto';
import type { Kind } from '../store/Kind';
import type { Context } from './Context';

function parameters(): unknown[] {
  return ['dryRun', 'fieldManager', 'fieldValidation'].map(name => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
}

function pathOf(kind: Kind, version: string): string {
  const root = kind.group
    ? `/apis/${kind.group}/${version}`
    : `/api/${version}`;
  const namespace = kind.namespaced ? '/namespaces/{namespace}' : '';
  return `${root}${namespace}/${kind.plural}`;
}

function operation(action: string, kind: Kind, version: string): unknown {
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': {
      group: kind.group,
      version,
      kind: kind.kind,
    },
    parameters: parameters(),
    responses: { 200: { description: 'OK' } },
  };
}

function document(kinds: Kind[], group: string, version: string): unknown {
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  for (const kind of kinds) {
    const found = kind.versions.find(one => one.version === version);
    if (kind.group !== group || !found) {
      continue;
    }
    const path = pathOf(kind, version);
    paths[path] = { post: operation('post', kind, version) };
    if (!kind.virtual) {
      paths[`${path}/{name}`] = {
        put: operation('put', kind, version),
        patch: operation('patch', kind, version),
      };
    }
    const name = `${(group || 'io.k8s.api.core')
      .split('.')
      .reverse()
      .join('.')}.${version}.${kind.kind}`;
    schemas[name] = {
      type: 'object',
      ...(found.schema ?? {}),
      'x-kubernetes-group-version-kind': [{ group, version, kind: kind.kind }],
    };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths,
    components: { schemas },
  };
}

/** OpenAPI v3 as far as kubectl needs it: which kinds take which parameters, and schemas of CRDs. */
export function openapi(context: Context): boolean {
  const { kinds } = context.store;
  const path = context.info.path.replace(/\/+$/, '');
  if (path === '/openapi/v3') {
    const paths: Record<string, unknown> = {};
    for (const group of kinds.groups()) {
      for (const version of kinds.versionsOf(group)) {
        const name = group ? `apis/${group}/${version}` : `api/${version}`;
        const hash = createHash('sha512')
          .update(`${name} ${kinds.version}`)
          .digest('hex')
          .toUpperCase();
        paths[name] = {
          serverRelativeURL: `/openapi/v3/${name}?hash=${hash}`,
        };
      }
    }
    context.sendText(200, JSON.stringify({ paths }));
    return true;
  }
  const found = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path);
  const group = found?.[1] ?? '';
  if (!found || !kinds.versionsOf(group).includes(found[2])) {
    return false;
  }
  context.send(200, document(kinds.all(), group, found[2]));
  return true;
}
