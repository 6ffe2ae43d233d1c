import {
  createPermission,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  fluxcdReadPermission,
  type Route,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RouteTable } from './RouteTable';

const permission = createPermission({ name: 'test.read', attributes: {} });
const route: Route = {
  method: 'get',
  path: '/v1/things/{thingId}',
  summary: 'Read a thing',
  permission,
  status: 200,
  errors: [],
};

describe('RouteTable', () => {
  const add = (
    table: RouteTable,
    routes: Record<string, Route>,
    permissions: BasicPermission[] = [permission],
  ) =>
    table.add({
      routes,
      handlers: Object.fromEntries(
        Object.keys(routes).map(name => [name, async () => undefined as never]),
      ),
      permissions,
    });

  it('takes routes of several modules, and each permission once', () => {
    const table = new RouteTable();
    add(table, { getThing: route });
    add(table, {
      deleteThing: { ...route, method: 'delete' },
      readThing: { ...route, path: '/v1/x', permission: fluxcdReadPermission },
    });
    expect(table.routes.map(({ name }) => name)).toEqual([
      'getThing',
      'deleteThing',
      'readThing',
    ]);
    expect(table.permissions).toEqual([permission]);
  });

  it('refuses a name that is taken, in the contract or by another module', () => {
    const table = new RouteTable();
    add(table, { getThing: route });
    const elsewhere = { ...route, path: '/v1/elsewhere' };
    expect(() => add(table, { getThing: elsewhere })).toThrow(
      'The route "getThing" was added twice',
    );
    expect(() => add(table, { listClusters: elsewhere })).toThrow(
      'The route "listClusters" was added twice',
    );
    expect(table.routes).toHaveLength(1);
  });

  it('refuses a method and path that are served, whatever the parameter is called', () => {
    const table = new RouteTable();
    add(table, { getThing: route });
    expect(() =>
      add(table, { other: { ...route, path: '/v1/things/{name}' } }),
    ).toThrow('"other" adds get /v1/things/{}, which is served already');
    expect(() =>
      add(table, { other: { ...route, path: '/v1/clusters/{id}' } }),
    ).toThrow('which is served already');
    expect(() => add(table, { one: route, two: route })).toThrow(
      'which is served already',
    );
    expect(table.routes).toHaveLength(1);
  });

  it('refuses a route whose permission nobody registers', () => {
    const table = new RouteTable();
    expect(() => add(table, { getThing: route }, [])).toThrow(
      'The route "getThing" asks for test.read, which is not among the permissions',
    );
    expect(() =>
      add(
        table,
        {
          getThing: {
            ...route,
            permission: fluxcdReadPermission,
            permissionByType: { x: permission },
          },
        },
        [],
      ),
    ).toThrow('asks for test.read');
  });
});
