import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

const ASKED = ['github', 'microsoft'];

/**
 * Providers that stand in the configuration and that the backend does not have: in development it goes on without one
 * whose credentials or list of people are missing. Undefined until it has answered. A backend that does not answer has
 * skipped nothing: the attempt to sign in tells what is wrong with it.
 */
export function useSkippedProviders(): readonly string[] | undefined {
  const config = useApi(configApiRef);
  const discovery = useApi(discoveryApiRef);
  const [skipped, setSkipped] = useState<readonly string[]>();
  useEffect(() => {
    let current = true;
    const environment =
      config.getOptionalString('auth.environment') ?? 'development';
    const isSkipped = async (provider: string) => {
      if (!config.has(`auth.providers.${provider}`)) return false;
      try {
        const base = await discovery.getBaseUrl('auth');
        // Without the header that a refresh must have, a provider refuses this before it does anything.
        const { status } = await fetch(
          `${base}/${provider}/refresh?env=${encodeURIComponent(environment)}`,
          { credentials: 'omit' },
        );
        return status === 404;
      } catch {
        return false;
      }
    };
    const ask = async () => {
      const answers = await Promise.all(ASKED.map(isSkipped));
      if (current) setSkipped(ASKED.filter((_, index) => answers[index]));
    };
    void ask();
    return () => {
      current = false;
    };
  }, [config, discovery]);
  return skipped;
}
