import { inventoryId } from './inventoryId';

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
) => ({ apiVersion, kind, metadata: { name, namespace } });

describe('inventoryId', () => {
  it.each([
    [
      'default_podinfo_apps_Deployment',
      object('apps/v1', 'Deployment', 'podinfo', 'default'),
    ],
    ['default_podinfo__Service', object('v1', 'Service', 'podinfo', 'default')],
    ['_podinfo__Namespace', object('v1', 'Namespace', 'podinfo')],
    [
      '_system__controller__x_rbac.authorization.k8s.io_ClusterRole',
      object(
        'rbac.authorization.k8s.io/v1',
        'ClusterRole',
        'system:controller:x',
      ),
    ],
    [
      '_a.b.example.com_apiextensions.k8s.io_CustomResourceDefinition',
      object(
        'apiextensions.k8s.io/v1',
        'CustomResourceDefinition',
        'a.b.example.com',
      ),
    ],
  ])('writes and reads %s', (id, of) => {
    expect(inventoryId.of(of).id).toBe(id);
    expect(inventoryId.parse(id)).toEqual({
      namespace: of.metadata.namespace,
      name: of.metadata.name,
      group: of.apiVersion.includes('/') ? of.apiVersion.split('/')[0] : '',
      kind: of.kind,
    });
  });
});
