import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type {
  FluxcdApi,
  Operation,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Name of the URL parameter that holds the operation which the page follows. */
const PARAMETER = 'operation';
/** The grammar of ids in the contract: what is no id is not asked for. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

export interface FollowedOperation {
  /** The operation that the page follows. It is in the URL, so it survives a reload. */
  operationId?: string;
  /** The request is on its way: not even an operation exists yet. */
  starting: boolean;
  /** Why it was not started. */
  error?: Error;
  /** Asks for an operation, and follows it. */
  start: (ask: (api: FluxcdApi) => Promise<Operation>) => Promise<void>;
  /** Stop following; the operation itself goes on. */
  dismiss: () => void;
}

/** Starts operations and remembers which one the page follows. */
export function useOperation(): FollowedOperation {
  const api = useApi(fluxcdApiRef);
  const [params, setParams] = useSearchParams();
  const [state, setState] = useState<{ starting: boolean; error?: Error }>({
    starting: false,
  });
  const id = params.get(PARAMETER) ?? '';

  const follow = (operationId: string | undefined) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        if (operationId) next.set(PARAMETER, operationId);
        else next.delete(PARAMETER);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  return {
    operationId: ID.test(id) ? id : undefined,
    ...state,
    start: async ask => {
      setState({ starting: true });
      try {
        const operation = await ask(api);
        setState({ starting: false });
        follow(operation.id);
      } catch (error) {
        setState({ starting: false, error: toError(error) });
      }
    },
    dismiss: () => {
      setState({ starting: false });
      follow(undefined);
    },
  };
}
