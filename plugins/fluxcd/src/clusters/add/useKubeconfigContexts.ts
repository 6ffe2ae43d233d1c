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

/**
 * The contexts of a kubeconfig, read by the server: the rules are in one place, and it is they that count. With
 * `clusterId` they are for that cluster, which asks for the permission to change it instead of the one to add one.
 */
export function useKubeconfigContexts(
  kubeconfig: string,
  options: { clusterId?: string } = {},
): KubeconfigContexts {
  const { clusterId } = options;
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
        const body = { kubeconfig };
        const { contexts } = clusterId
          ? await api.readClusterKubeconfig(
              { params: { clusterId }, body },
              { signal },
            )
          : await api.readKubeconfig({ body }, { signal });
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
  }, [api, clusterId, kubeconfig]);
  return state;
}
