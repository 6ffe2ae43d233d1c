import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { DEMO_USERS } from './DEMO_USERS';
import { demoUsersModule } from './demoUsersModule';

async function refresh(providerId: string, options: { demo: boolean }) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      demoUsersModule,
      catalogServiceMock.factory(),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000', demo: options.demo },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: { providers: { reader: {} } },
        },
      }),
    ],
  });
  return request(server)
    .get(`/api/auth/${providerId}/refresh`)
    .set('X-Requested-With', 'XMLHttpRequest');
}

describe('demoUsersModule', () => {
  it('signs in a configured user of a demo', async () => {
    const { body } = await refresh('reader', { demo: true });
    expect(body.backstageIdentity.identity.userEntityRef).toBe(
      DEMO_USERS.reader,
    );
  });

  it.each([
    ['nobody who is not configured', 'stranger', true],
    ['nobody outside of a demo', 'reader', false],
  ])('signs in %s', async (_, providerId, demo) => {
    const { status } = await refresh(providerId, { demo });
    expect(status).toBe(404);
  });
});
