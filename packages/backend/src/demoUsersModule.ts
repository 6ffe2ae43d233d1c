import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { DEMO_USERS } from './DEMO_USERS';

/**
 * Signs in those of `DEMO_USERS` whose id stands in `auth.providers`, without a password: in a demo only, where
 * whoever asks may be the guest, who may do more.
 */
export const demoUsersModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-users',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        if (!config.getOptionalBoolean('app.demo')) return;
        for (const [providerId, sub] of Object.entries(DEMO_USERS)) {
          providers.registerProvider({
            providerId,
            factory: createProxyAuthProviderFactory({
              authenticator: createProxyAuthenticator({
                defaultProfileTransform: async () => ({ profile: {} }),
                initialize: () => undefined,
                authenticate: async () => ({ result: {} }),
              }),
              signInResolver: async (_, context) =>
                context.issueToken({ claims: { sub, ent: [sub] } }),
            }),
          });
        }
      },
    });
  },
});
