import { managedPath } from './managedPath';

const ROLES = { plural: 'roles', namespaced: true };
const object = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  namespace: 'shop',
  name: 'system:leader-election',
};

describe('managedPath', () => {
  it('writes the path of an object, and of its collection', () => {
    const base = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles';
    expect(managedPath(object, ROLES)).toBe(`${base}/system%3Aleader-election`);
    expect(managedPath({ ...object, name: undefined }, ROLES)).toBe(base);
  });

  it.each([
    { name: '' },
    { name: '..' },
    { name: 'a..b' },
    { name: 'a/b' },
    { name: 'a%2fb' },
    { name: 'a?b' },
    { namespace: '' },
    { namespace: '..' },
    { namespace: 'Shop' },
    { version: 'v1/..' },
    { version: undefined },
    { group: 'a..b' },
    { group: '../b' },
  ])('makes none of %j', part => {
    expect(managedPath({ ...object, ...part }, ROLES)).toBeUndefined();
  });

  it('makes none of a namespace for what has none', () => {
    const cluster = { plural: 'clusterroles', namespaced: false };
    expect(managedPath(object, cluster)).toBeUndefined();
  });
});
