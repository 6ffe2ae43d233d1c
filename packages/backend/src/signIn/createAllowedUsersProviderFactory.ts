import type { Config } from '@backstage/config';
import { ForwardedError, NotAllowedError } from '@backstage/errors';
import {
  type AuthProviderFactory,
  createOAuthRouteHandlers,
  type OAuthAuthenticator,
  type OAuthAuthenticatorResult,
  OAuthEnvironmentHandler,
  readDeclarativeSignInResolver,
  type SignInInfo,
  type SignInResolver,
  type SignInResolverFactory,
} from '@backstage/plugin-auth-node';
import { AllowedUsers } from './AllowedUsers';

/**
 * Backstage's `createOAuthProviderFactory` with a list in front of the sign-in resolvers: whoever is not on the
 * `allowedUsers` of the environment gets no identity. The key is required, so that no order of resolvers leads
 * around the list and a variable that is not set closes the provider rather than opening it.
 */
export function createAllowedUsersProviderFactory<Profile>(options: {
  authenticator: OAuthAuthenticator<unknown, Profile>;
  signInResolverFactories: {
    [name: string]: SignInResolverFactory<
      OAuthAuthenticatorResult<Profile>,
      any
    >;
  };
  /** How people are called with this provider, if not only by e-mail address. */
  login?: (profile: Profile) => string | undefined;
  /** Throws when an environment of this provider is not fit for a list. */
  check?: (environment: Config) => void;
}): AuthProviderFactory {
  const { authenticator, signInResolverFactories, login, check } = options;
  return ({ config: environments, ...context }) =>
    OAuthEnvironmentHandler.mapConfig(environments, config => {
      check?.(config);
      const allowed = readAllowedUsers(config, login !== undefined);
      const resolver = readDeclarativeSignInResolver({
        config,
        signInResolverFactories,
      });
      const guarded: SignInResolver<OAuthAuthenticatorResult<Profile>> = async (
        info: SignInInfo<OAuthAuthenticatorResult<Profile>>,
        resolverContext,
      ) => {
        const person = {
          email: info.profile.email,
          login: login?.(info.result.fullProfile),
        };
        if (!allowed.admits(person)) {
          throw new NotAllowedError(
            'You are not on the list of people who may sign in to this portal',
          );
        }
        return resolver!(info, resolverContext);
      };
      return createOAuthRouteHandlers({
        ...context,
        authenticator,
        config,
        // Without resolvers Backstage knows the provider as one that signs nobody in.
        signInResolver: resolver && guarded,
      });
    });
}

function readAllowedUsers(config: Config, logins: boolean): AllowedUsers {
  const value = config.getOptional('allowedUsers');
  try {
    return AllowedUsers.parse(value, { logins });
  } catch (error) {
    throw new ForwardedError('No list of people', error);
  }
}
