import { createHash } from 'node:crypto';
import type { Kind } from '../store/Kind';
import type { KindRegistry } from '../store/KindRegistry';
import type { Context } from './Context';

function groupVersion(group: string, version: string): string {
  return group ? `${group}/${version}` : version;
}

function optional(kind: Kind): Record<string, unknown> {
  return {
    ...(kind.shortNames.length ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length ? { categories: kind.categories } : {}),
  };
}

function serves(kind: Kind, group: string, version: string): boolean {
  return (
    kind.group === group && kind.versions.some(one => one.version === version)
  );
}

function resourceList(
  kinds: KindRegistry,
  group: string,
  version: string,
): unknown {
  const resources = kinds
    .all()
    .filter(kind => serves(kind, group, version))
    .flatMap(kind => [
      {
        name: kind.plural,
        singularName: kind.singular,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: kind.verbs,
        ...optional(kind),
        ...(kind.virtual
          ? {}
          : {
              storageVersionHash: createHash('sha256')
                .update(
                  `${kind.group}/${kind.versions[0].version}/${kind.kind}`,
                )
                .digest('base64')
                .slice(0, 11)
                .concat('='),
            }),
      },
      ...kind.subresources.map(sub => ({
        name: `${kind.plural}/${sub.name}`,
        singularName: '',
        namespaced: kind.namespaced,
        ...(sub.group ? { group: sub.group, version: sub.version } : {}),
        kind: sub.kind,
        verbs: sub.verbs,
      })),
    ]);
  return {
    kind: 'APIResourceList',
    // The core group leaves its apiVersion out (recordings/discovery/api-v1-resources.json).
    ...(group ? { apiVersion: 'v1' } : {}),
    groupVersion: groupVersion(group, version),
    resources,
  };
}

function groupDocument(
  kinds: KindRegistry,
  name: string,
): Record<string, unknown> {
  const versions = kinds.versionsOf(name).map(version => ({
    groupVersion: groupVersion(name, version),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

function aggregatedVersion(
  kinds: KindRegistry,
  name: string,
  version: string,
): unknown {
  const resources = kinds
    .all()
    .filter(kind => serves(kind, name, version))
    .map(kind => ({
      resource: kind.plural,
      responseKind: { group: name, version, kind: kind.kind },
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: kind.singular,
      verbs: kind.verbs,
      ...optional(kind),
      ...(kind.subresources.length
        ? {
            subresources: kind.subresources.map(sub => ({
              subresource: sub.name,
              responseKind: {
                group: sub.group ?? name,
                version: sub.version ?? version,
                kind: sub.kind,
              },
              verbs: sub.verbs,
            })),
          }
        : {}),
    }));
  return { version, resources, freshness: 'Current' };
}

function aggregated(kinds: KindRegistry, core: boolean): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: kinds
      .groups()
      .filter(name => (name === '') === core)
      .map(name => ({
        metadata: core ? {} : { name },
        versions: kinds
          .versionsOf(name)
          .map(version => aggregatedVersion(kinds, name, version)),
      })),
  };
}

function sendAggregated(context: Context, core: boolean): void {
  const text = JSON.stringify(aggregated(context.store.kinds, core));
  const etag = `"${createHash('sha512')
    .update(text)
    .digest('hex')
    .toUpperCase()}"`;
  const headers = {
    ...context.headers(
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    ),
    vary: 'Accept',
    etag,
  };
  if (context.request.headers['if-none-match'] === etag) {
    context.response.writeHead(304, headers);
    context.response.end();
    return;
  }
  context.response.writeHead(200, headers);
  context.response.end(text);
}

/** Answers the discovery paths; false when the path is none of them or names nothing that is served. */
export function discovery(context: Context): boolean {
  const { kinds } = context.store;
  const parts = context.info.path.replace(/^\/+|\/+$/g, '').split('/');
  const [root, first, second] = parts;
  const accept = context.accept(false);
  if (root === 'api' && parts.length === 1) {
    if (accept.as === 'APIGroupDiscoveryList') {
      sendAggregated(context, true);
    } else {
      context.send(200, {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [
          {
            clientCIDR: '0.0.0.0/0',
            serverAddress:
              context.request.headers[':authority'] ??
              context.request.headers.host,
          },
        ],
      });
    }
    return true;
  }
  if (root === 'api' && first === 'v1' && parts.length === 2) {
    context.send(200, resourceList(kinds, '', 'v1'));
    return true;
  }
  if (root !== 'apis' || parts.length > 3) {
    return false;
  }
  if (parts.length === 1) {
    if (accept.as === 'APIGroupDiscoveryList') {
      sendAggregated(context, false);
    } else {
      context.send(200, {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: kinds
          .groups()
          .filter(name => name !== '')
          .map(name => groupDocument(kinds, name)),
      });
    }
    return true;
  }
  const versions = kinds.versionsOf(first);
  if (versions.length === 0) {
    return false;
  }
  if (parts.length === 2) {
    context.send(200, {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...groupDocument(kinds, first),
    });
    return true;
  }
  if (!versions.includes(second)) {
    return false;
  }
  context.send(200, resourceList(kinds, first, second));
  return true;
}
