import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { NotFoundError } from '@backstage/errors';
import type { KubernetesRequest } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ClusterObjects } from './ClusterObjects';

const WEB: ObjectReference = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'apps',
  name: 'web',
};
const object = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'web', namespace: 'apps', uid: 'u1' },
};
const options = { timeoutMs: 1000 };

function setUp(answer: unknown, version: string | undefined = 'v1') {
  const request = jest.fn(async (_: KubernetesRequest): Promise<any> => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const client = {
    request,
    download: jest.fn(),
    stream: jest.fn(),
    close: jest.fn(),
  };
  const connect = jest.fn(async () => client);
  const objects = new ClusterObjects({
    clusterId: 'c1',
    connector: { connect },
    store: { findVersion: async () => version },
  });
  return { objects, request, connect };
}

describe('ClusterObjects', () => {
  it('reads an object in the version that the cluster serves', async () => {
    const { objects, request } = setUp(object, 'v2');
    expect(await objects.get(WEB, options)).toEqual(object);
    expect(request.mock.calls[0][0].path).toBe(
      '/apis/kustomize.toolkit.fluxcd.io/v2/namespaces/apps/kustomizations/web',
    );
  });

  it('tells a missing object from an API that is not served', async () => {
    const bare = new KubernetesError('404', { reason: 'not-found' });
    const status = new KubernetesError('404', {
      reason: 'not-found',
      statusReason: 'NotFound',
    });
    expect(await setUp(status).objects.get(WEB, options)).toBeUndefined();
    await expect(setUp(bare).objects.get(WEB, options)).rejects.toBe(bare);
    const unserved = setUp(object, '').objects;
    await expect(unserved.get(WEB, options)).rejects.toThrow(/does not serve/);
  });

  it('tells that the cluster was removed meanwhile', async () => {
    const { objects, connect } = setUp(object);
    connect.mockRejectedValue(new NotFoundError('no such cluster'));
    await expect(objects.get(WEB, options)).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'unreachable',
    });
  });

  const with_ = (changes: object) => ({
    ...object,
    metadata: { ...object.metadata, ...changes },
  });
  it.each([
    ['null', null],
    ['text', 'hello'],
    ['a list', { kind: 'KustomizationList', items: [] }],
    ['a Table', { kind: 'Table', apiVersion: 'meta.k8s.io/v1' }],
    ['another name', with_({ name: 'other' })],
    ['another namespace', with_({ namespace: 'other' })],
    ['no uid', with_({ uid: undefined })],
    ['no version', { ...object, apiVersion: 7 }],
  ])('does not take %s for the object', async (_, answer) => {
    await expect(setUp(answer).objects.get(WEB, options)).rejects.toMatchObject(
      { name: 'KubernetesError', reason: 'not-kubernetes' },
    );
  });

  it.each<[string, Partial<ObjectReference>]>([
    ['name', { name: '' }],
    ['name', { name: '..' }],
    ['name', { name: 'a/../b' }],
    ['name', { name: 'a%2fb' }],
    ['name', { name: 'a?b' }],
    ['name', { name: 'A' }],
    ['name', { name: 'x'.repeat(254) }],
    ['namespace', { namespace: '' }],
    ['namespace', { namespace: '..' }],
    ['namespace', { namespace: 'a.b' }],
    ['namespace', { namespace: 'x'.repeat(64) }],
    ['kind', { kind: 'Secret', group: '' }],
    ['kind', { kind: 'kustomization' }],
    ['kind', { kind: 'constructor' }],
  ])('sends nothing for a bad %s: %j', async (field, bad) => {
    const { objects, request } = setUp(object);
    await expect(objects.get({ ...WEB, ...bad }, options)).rejects.toThrow(
      new RegExp(`^${field}: `),
    );
    const patch = { ...options, uid: 'u1', annotations: {} };
    await expect(objects.patch({ ...WEB, ...bad }, patch)).rejects.toThrow(
      new RegExp(`^${field}: `),
    );
    expect(request).not.toHaveBeenCalled();
  });

  it('sends nothing for a version that is none', async () => {
    const { objects, request } = setUp(object, '../v1');
    await expect(objects.get(WEB, options)).rejects.toThrow(/^version: /);
    expect(request).not.toHaveBeenCalled();
  });

  it('patches annotations only, under its own field manager, of that very uid', async () => {
    const { objects, request } = setUp(object);
    await objects.patch(WEB, {
      ...options,
      uid: 'u1',
      annotations: { a: 'b' },
    });
    expect(request).toHaveBeenCalledWith({
      method: 'PATCH',
      path: '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations/web',
      query: { fieldManager: 'backstage-fluxcd' },
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid: 'u1', annotations: { a: 'b' } } },
      timeoutMs: 1000,
    });
  });
});
