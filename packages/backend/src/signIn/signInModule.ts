import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  githubAuthenticator,
  githubSignInResolvers,
} from '@backstage/plugin-auth-backend-module-github-provider';
import {
  microsoftAuthenticator,
  microsoftSignInResolvers,
} from '@backstage/plugin-auth-backend-module-microsoft-provider';
import {
  authProvidersExtensionPoint,
  commonSignInResolvers,
} from '@backstage/plugin-auth-node';
import { createAllowedUsersProviderFactory } from './createAllowedUsersProviderFactory';
import { requireOneTenant } from './requireOneTenant';

/**
 * Sign-in with GitHub and Microsoft Entra for people on a list. It stands in for the two stock modules: same
 * provider ids, same authenticators, same resolvers.
 */
export const signInModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'allowed-users',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'github',
          factory: createAllowedUsersProviderFactory({
            authenticator: githubAuthenticator,
            signInResolverFactories: {
              ...githubSignInResolvers,
              ...commonSignInResolvers,
            },
            login: profile => profile.username,
          }),
        });
        providers.registerProvider({
          providerId: 'microsoft',
          factory: createAllowedUsersProviderFactory({
            authenticator: microsoftAuthenticator,
            signInResolverFactories: {
              ...microsoftSignInResolvers,
              ...commonSignInResolvers,
            },
            check: requireOneTenant,
          }),
        });
      },
    });
  },
});
