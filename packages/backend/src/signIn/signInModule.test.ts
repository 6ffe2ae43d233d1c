import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { signInModule } from './signInModule';

jest.setTimeout(120_000);

/** Shape: GitHub's "Get the authenticated user", with an OAuth app's `read:user`. Values invented. */
const githubUser = {
  login: 'Jane-Doe',
  id: 1,
  node_id: 'MDQ6VXNlcjE=',
  avatar_url: 'https://avatars.example.com/u/1?v=4',
  html_url: 'https://github.example.com/Jane-Doe',
  type: 'User',
  site_admin: false,
  name: 'Jane Doe',
  company: null,
  email: 'jane@example.com' as string | null,
  created_at: '2008-01-14T04:33:35Z',
};
/** Shape: Microsoft Graph's "Get a user" for `/me`. Values invented. */
const entraUser = {
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
  businessPhones: [],
  displayName: 'Jane Doe',
  givenName: 'Jane',
  jobTitle: null,
  mail: 'Jane@example.com' as string | null,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: 'en-US',
  surname: 'Doe',
  userPrincipalName: 'jane.doe@example.com',
  id: '87d349ed-44d7-43e1-9a83-5f2406dee5bd',
};

let githubAnswer: object = githubUser;
let entraAnswer: object = entraUser;
const providers = setupServer(
  http.post('https://github.com/login/oauth/access_token', () =>
    HttpResponse.json({
      access_token: 'gho_invented',
      token_type: 'bearer',
      scope: 'read:user',
    }),
  ),
  http.get('https://api.github.com/user', () =>
    HttpResponse.json(githubAnswer),
  ),
  http.post('https://login.microsoftonline.com/tenant/oauth2/v2.0/token', () =>
    HttpResponse.json({
      token_type: 'Bearer',
      scope: 'User.Read openid email',
      expires_in: 3599,
      access_token: jwt({
        aud: '00000003-0000-0000-c000-000000000000',
        scp: 'User.Read openid email',
      }),
      refresh_token: 'invented',
      id_token: jwt({ oid: entraUser.id, ver: '2.0' }),
    }),
  ),
  http.get('https://graph.microsoft.com/v1.0/me/', () =>
    HttpResponse.json(entraAnswer),
  ),
  http.get('https://graph.microsoft.com/v1.0/me/photos/*', () =>
    HttpResponse.arrayBuffer(new ArrayBuffer(1)),
  ),
  http.all(/^http:\/\/(localhost|127\.0\.0\.1)/, () => passthrough()),
);

function jwt(claims: object): string {
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.unsigned`;
}

const jane = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name: 'jane',
    annotations: {
      'github.com/user-id': githubUser.node_id,
      'graph.microsoft.com/user-id': entraUser.id,
    },
  },
  spec: {},
};

const resolver = { resolver: 'userIdMatchingUserEntityAnnotation' };

async function start(
  providerId: 'github' | 'microsoft',
  settings: JsonObject,
  entities: object[] = [jane],
) {
  const backend = await startTestBackend({
    features: [
      authPlugin,
      signInModule,
      catalogServiceMock.factory({ entities: entities as any }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          auth: {
            providers: {
              [providerId]: {
                development: {
                  clientId: 'client',
                  clientSecret: 'secret',
                  ...(providerId === 'microsoft' && { tenantId: 'tenant' }),
                  signIn: { resolvers: [resolver] },
                  ...settings,
                },
              },
            },
          },
        },
      }),
    ],
  });
  const agent = request.agent(backend.server);
  const path = `/api/auth/${providerId}`;
  /** The browser's part: to the provider, and back with a code. Answers what the popup is told. */
  const signIn = async () => {
    const begun = await agent.get(`${path}/start?env=development`).expect(302);
    const state = new URL(begun.headers.location).searchParams.get('state')!;
    const { text } = await agent
      .get(`${path}/handler/frame`)
      .query({ code: 'invented', state })
      .expect(200);
    const [, message] = text.match(/decodeURIComponent\('(.*?)'\)/)!;
    return JSON.parse(decodeURIComponent(message));
  };
  const refresh = () =>
    agent
      .get(`${path}/refresh?env=development`)
      .set('X-Requested-With', 'XMLHttpRequest');
  return { signIn, refresh, stop: () => backend.stop() };
}

const refused = {
  error: {
    name: 'NotAllowedError',
    message: 'You are not on the list of people who may sign in to this portal',
  },
};

describe('signInModule', () => {
  beforeAll(() => providers.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    githubAnswer = githubUser;
    entraAnswer = entraUser;
  });
  afterAll(() => providers.close());

  it.each([
    ['their login, in another case', ['jane-doe']],
    ['their public address', 'joe@example.com,JANE@example.com'],
    ['the word for everybody', '*'],
  ])('lets a person of GitHub in by %s', async (_, allowedUsers) => {
    const portal = await start('github', { allowedUsers });
    const answer = await portal.signIn();
    expect(answer.error).toBeUndefined();
    expect(answer.response.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/jane',
    });
    await portal.stop();
  });

  it.each([
    ['another login', ['octocat'], {}],
    [
      'an address that GitHub keeps private',
      ['jane@example.com'],
      { email: null },
    ],
    ['the display name', ['Jane'], {}],
  ])('keeps a person of GitHub out by %s', async (_, allowedUsers, change) => {
    githubAnswer = { ...githubUser, ...change };
    const portal = await start('github', { allowedUsers });
    const answer = await portal.signIn();
    expect(answer).toMatchObject(refused);
    expect(answer.response).toBeUndefined();
    await portal.stop();
  });

  it('does not let a list stand in for the catalog', async () => {
    const portal = await start('github', { allowedUsers: ['jane-doe'] }, []);
    const answer = await portal.signIn();
    expect(answer.error.message).toMatch(/unable to resolve user identity/);
    await portal.stop();
  });

  it('names people without a catalog entry by an id that nobody else can get', async () => {
    const portal = await start(
      'github',
      {
        allowedUsers: ['jane-doe'],
        signIn: {
          resolvers: [
            { ...resolver, dangerouslyAllowSignInWithoutUserInCatalog: true },
          ],
        },
      },
      [],
    );
    const { response } = await portal.signIn();
    expect(response.backstageIdentity.identity.userEntityRef).toBe(
      `user:default/${githubUser.node_id.toLowerCase()}`,
    );
    await portal.stop();
  });

  it('ends the session of a person whose login is no longer listed', async () => {
    const portal = await start('github', { allowedUsers: ['jane-doe'] });
    await portal.signIn();
    await portal.refresh().expect(200);
    githubAnswer = { ...githubUser, login: 'renamed' };
    const { status, body } = await portal.refresh();
    expect(status).toBe(401);
    expect(body.backstageIdentity).toBeUndefined();
    await portal.stop();
  });

  it.each([
    ['mail', ['jane@example.com'], {}],
    [
      'user principal name, where an account has no mailbox',
      ['Jane.Doe@example.com'],
      { mail: null },
    ],
  ])('lets a person of Entra in by %s', async (_, allowedUsers, change) => {
    entraAnswer = { ...entraUser, ...change };
    const portal = await start('microsoft', { allowedUsers });
    const { response } = await portal.signIn();
    expect(response.backstageIdentity.identity.userEntityRef).toBe(
      'user:default/jane',
    );
    await portal.stop();
  });

  it('keeps a person of Entra out who is not listed', async () => {
    const portal = await start('microsoft', {
      allowedUsers: ['joe@example.com'],
    });
    expect(await portal.signIn()).toMatchObject(refused);
    await portal.stop();
  });

  it.each([
    ['no list', undefined, /'allowedUsers' is missing/],
    ['an empty list', [], /'allowedUsers' is empty/],
    ['an empty variable', '', /'allowedUsers'/],
    ['a pattern', ['*@example.com'], /Entry 1 of 'allowedUsers'/],
  ])('does not start with %s', async (_, allowedUsers, message) => {
    await expect(
      start('github', allowedUsers === undefined ? {} : { allowedUsers }),
    ).rejects.toThrow(message);
  });

  it.each(['common', 'Organizations', 'consumers'])(
    'does not start with the tenant %s, in which anybody can claim any address',
    async tenantId => {
      await expect(
        start('microsoft', { tenantId, allowedUsers: ['jane@example.com'] }),
      ).rejects.toThrow(/must name one tenant/);
    },
  );
});
