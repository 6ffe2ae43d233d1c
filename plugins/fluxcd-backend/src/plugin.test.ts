import { mockCredentials } from '@backstage/backend-test-utils';
import { fluxcdPermissions } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import request from 'supertest';
import { startPlugin } from './__testUtils__/startPlugin';

jest.setTimeout(180_000);

const user = { Authorization: mockCredentials.user.header() };

describe('the plugin', () => {
  it('does not start without a key, and says how to make one', async () => {
    await expect(startPlugin({ keys: [] })).rejects.toThrow(/fluxcd:key/);
  });

  it('tells Backstage of its permissions', async () => {
    const backend = await startPlugin({});
    const { body } = await request(backend.server)
      .get('/api/fluxcd/.well-known/backstage/permissions/metadata')
      .set(user);
    expect(body.permissions.map((p: { name: string }) => p.name)).toEqual(
      fluxcdPermissions.map(p => p.name),
    );
    await backend.stop();
  });

  it('shows nothing to those who may not see it', async () => {
    const backend = await startPlugin({ allow: false });
    const api = request(backend.server);
    for (const path of ['clusters', 'resources', 'operations/x']) {
      const { status } = await api.get(`/api/fluxcd/v1/${path}`).set(user);
      expect({ path, status }).toEqual({ path, status: 403 });
    }
    await backend.stop();
  });
});
