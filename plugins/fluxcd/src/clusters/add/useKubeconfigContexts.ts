import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type { KubeconfigContext } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useEffect, useState } from 'react';

/** Typing and pasting settle for this long before the server reads the text, in milliseconds. */
const SETTLE_MS = 400;

export interface KubeconfigContexts {
  contexts?: KubeconfigContext[];
  error?: Error;
  loading: boolean;
}

/** The contexts of a kubeconfig, read by the server: the rules are in one place, and it is they that count. */
export function useKubeconfigContexts(kubeconfig: string): KubeconfigContexts {
  const api = useApi(fluxcdApiRef);
  const [state, setState] = useState<KubeconfigContexts>({ loading: false });
  useEffect(() => {
    if (!kubeconfig.trim()) {
      setState({ loading: false });
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    setState({ loading: true });
    const timer = setTimeout(async () => {
      try {
        const { contexts } = await api.readKubeconfig(
          { body: { kubeconfig } },
          { signal },
        );
        if (!signal.aborted) setState({ contexts, loading: false });
      } catch (error) {
        if (!signal.aborted)
          setState({ error: toError(error), loading: false });
      }
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [api, kubeconfig]);
  return state;
}
