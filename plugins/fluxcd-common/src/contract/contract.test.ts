import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { fluxcdAzurePermissions, fluxcdPermissions } from '../permissions';
import { azureContract } from './azureContract';
import { fluxcdContract } from './contract';
import type { Route } from './route';

const routes = Object.entries<Route>({ ...fluxcdContract, ...azureContract });
const permissions = [...fluxcdPermissions, ...fluxcdAzurePermissions];

describe('the contract', () => {
  it.each(routes)('%s names each path parameter in its schema', (_, route) => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(m => m[1]);
    expect(Object.keys(route.params?.shape ?? {}).sort()).toEqual(
      inPath.sort(),
    );
  });

  it.each(routes)(
    '%s has a versioned path without a trailing slash',
    (_, r) => {
      expect(r.path).toMatch(/^(\/(v1|[a-z-]+|\{\w+\}))+$/);
      expect(r.path).toMatch(/^\/v1\//);
    },
  );

  it.each(routes)(
    '%s has a registered permission that fits its method',
    (_, r) => {
      expect(permissions).toContain(r.permission);
      const acting = Object.values(r.permissionByType ?? { r: r.permission });
      for (const permission of acting) {
        expect(permissions).toContain(permission);
        expect(permission.attributes.action === 'read').toBe(
          r.method === 'get',
        );
      }
    },
  );

  it.each(routes.filter(([, r]) => r.method === 'get'))(
    '%s takes no body',
    (_, r) => {
      expect(r.body).toBeUndefined();
    },
  );

  it.each(routes)('%s answers with a body unless it says 204', (_, r) => {
    expect([r.response, r.stream].filter(Boolean)).toHaveLength(
      r.status === 204 ? 0 : 1,
    );
  });

  it.each(routes.filter(([, r]) => r.body))(
    '%s refuses fields that it does not know',
    (_, route) => {
      const message = JSON.stringify(
        route.body!.safeParse({ type: 'reconcile', surprise: 1 }).error?.issues,
      );
      expect(message).toContain('surprise');
    },
  );

  it.each(routes.filter(([, r]) => r.params))(
    '%s lets no id through that could change the path',
    (_, { params }) => {
      const [name] = Object.keys(params!.shape);
      for (const id of ['', '.', '..', 'a/b', 'a%2fb', 'a?b', 'a#b', 'ä']) {
        expect([id, params!.safeParse({ [name]: id }).success]).toEqual([
          id,
          false,
        ]);
      }
      expect(params!.safeParse({ [name]: 'aZ0_-' }).success).toBe(true);
    },
  );

  it('describes no method and path twice', () => {
    const keys = routes.map(
      ([, r]) => `${r.method} ${r.path.replace(/\{\w+\}/g, '{}')}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names every permission once', () => {
    const names = permissions.map(p => p.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^fluxcd\./);
  });

  it('uses every permission', () => {
    const used = new Set(
      routes.flatMap(([, r]) => [
        r.permission,
        ...Object.values(r.permissionByType ?? {}),
      ]),
    );
    expect(permissions.filter(p => !used.has(p))).toEqual([]);
  });

  it('can be written as OpenAPI 3.1, every schema of it', () => {
    const paths: ZodOpenApiPathsObject = {};
    for (const [operationId, r] of routes) {
      paths[r.path] = {
        ...paths[r.path],
        [r.method]: {
          operationId,
          requestParams: {
            ...(r.params ? { path: r.params } : {}),
            ...(r.query ? { query: r.query } : {}),
          },
          ...(r.body
            ? {
                requestBody: {
                  content: { 'application/json': { schema: r.body } },
                },
              }
            : {}),
          responses: {
            [r.status]: {
              description: r.summary,
              ...(r.response
                ? { content: { 'application/json': { schema: r.response } } }
                : {}),
            },
          },
        },
      };
    }
    const document = createDocument({
      openapi: '3.1.1',
      info: { title: 'fluxcd', version: '1' },
      paths,
    });
    const ids = Object.values(document.paths!).flatMap(path =>
      Object.values(path).map(o => (o as { operationId: string }).operationId),
    );
    expect(ids.sort()).toEqual(routes.map(([name]) => name).sort());
  });
});
