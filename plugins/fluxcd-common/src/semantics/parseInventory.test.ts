import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { parseInventory } from './parseInventory';

const withIds = (...ids: unknown[]): FluxObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'podinfo', namespace: 'apps' },
  status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
});

describe('parseInventory', () => {
  it.each([
    [
      'default_podinfo_apps_Deployment',
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'default',
        name: 'podinfo',
      },
    ],
    [
      'default_podinfo__Service',
      { group: '', kind: 'Service', namespace: 'default', name: 'podinfo' },
    ],
    [
      '_podinfo__Namespace',
      { group: '', kind: 'Namespace', namespace: '', name: 'podinfo' },
    ],
    [
      '_system__controller__x_rbac.authorization.k8s.io_ClusterRole',
      {
        group: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        namespace: '',
        name: 'system:controller:x',
      },
    ],
    [
      'kube-system_system__leader__x_rbac.authorization.k8s.io_Role',
      {
        group: 'rbac.authorization.k8s.io',
        kind: 'Role',
        namespace: 'kube-system',
        name: 'system:leader:x',
      },
    ],
    [
      '_my_role_rbac.authorization.k8s.io_ClusterRole',
      {
        group: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        namespace: '',
        name: 'my_role',
      },
    ],
    [
      '_a.b.example.com_apiextensions.k8s.io_CustomResourceDefinition',
      {
        group: 'apiextensions.k8s.io',
        kind: 'CustomResourceDefinition',
        namespace: '',
        name: 'a.b.example.com',
      },
    ],
  ])('reads %s', (id, expected) => {
    expect(parseInventory(withIds(id))).toEqual([
      { ...expected, version: 'v1' },
    ]);
  });

  it('leaves out what is no id and keeps the rest', () => {
    expect(
      parseInventory(
        withIds('', '_', '___', 'podinfo', 'a_b_c', 7, null, 'a_b__Service'),
      ),
    ).toEqual([
      { group: '', kind: 'Service', namespace: 'a', name: 'b', version: 'v1' },
    ]);
  });

  it('reads what a real controller wrote', () => {
    const names = (object: unknown) =>
      parseInventory(object as FluxObject).map(
        o => `${o.kind} ${o.namespace}/${o.name} ${o.version}`,
      );
    expect(
      names(
        steps.steps['kustomization-life: Ready with inventory and history'],
      ),
    ).toEqual([
      'ConfigMap live/life v1',
      'Service live/life v1',
      'Deployment live/life v1',
    ]);
    expect(names(steps.steps['helmrelease-life: installed'])).toEqual([
      'Service live/rel-podinfo v1',
      'Deployment live/rel-podinfo v1',
    ]);
  });

  it('reads the other form of an ArtifactGenerator', () => {
    expect(
      parseInventory({
        apiVersion: 'source.extensions.fluxcd.io/v1beta1',
        kind: 'ArtifactGenerator',
        metadata: { name: 'split', namespace: 'apps' },
        status: {
          inventory: [
            {
              name: 'part',
              namespace: 'apps',
              digest: 'sha256:0',
              filename: 'x',
            },
            { namespace: 'apps' },
            'nonsense',
          ],
        },
      }),
    ).toEqual([
      {
        group: 'source.toolkit.fluxcd.io',
        kind: 'ExternalArtifact',
        namespace: 'apps',
        name: 'part',
      },
    ]);
  });

  it('is empty without a status', () => {
    expect(parseInventory({ ...withIds(), status: undefined })).toEqual([]);
  });
});
