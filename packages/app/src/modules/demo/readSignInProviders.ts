import {
  type ConfigApi,
  githubAuthApiRef,
  microsoftAuthApiRef,
} from '@backstage/core-plugin-api';

/**
 * The ways to sign in that the backend is configured for and has not skipped, people before guests. The guest is offered where the
 * backend admits one: in development, and elsewhere only when that is allowed by its dangerous name.
 */
export function readSignInProviders(options: {
  config: ConfigApi;
  development: boolean;
  /** Providers that stand in the configuration and that the backend does not have. */
  skipped: readonly string[];
}) {
  const providers = options.config.getOptionalConfig('auth.providers');
  const has = (id: string) =>
    providers?.has(id) && !options.skipped.includes(id);
  const guest = providers?.getOptionalConfig('guest');
  const guestMayEnter =
    guest &&
    (options.development ||
      guest.getOptionalBoolean('dangerouslyAllowOutsideDevelopment'));
  return [
    ...(has('github')
      ? [
          {
            id: 'github-auth-provider',
            title: 'GitHub',
            message: 'Sign in with your GitHub account',
            apiRef: githubAuthApiRef,
          },
        ]
      : []),
    ...(has('microsoft')
      ? [
          {
            id: 'microsoft-auth-provider',
            title: 'Microsoft Entra',
            message: 'Sign in with your work or school account',
            apiRef: microsoftAuthApiRef,
          },
        ]
      : []),
    ...(guestMayEnter ? (['guest'] as const) : []),
  ];
}
