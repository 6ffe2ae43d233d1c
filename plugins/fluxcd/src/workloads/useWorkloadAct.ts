import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type {
  CreateOperation,
  Operation,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useEffect, useRef, useState } from 'react';
import { isErrorNamed } from '../resources/isErrorNamed';

/** How often a running operation is read. Milliseconds. */
const POLL_MS = 1_000;

interface State {
  /** What is done, in words. */
  what?: string;
  starting?: boolean;
  /** Why it was not started. */
  error?: Error;
  operation?: Operation;
  /** The last look at the operation failed; it goes on all the same. */
  lost?: boolean;
  /** The portal has no record of the operation any more: its end stays unknown. */
  vanished?: boolean;
}

export interface WorkloadAct extends State {
  running: boolean;
  /** Whether an operation was started. */
  start: (body: CreateOperation, what: string) => Promise<boolean>;
  dismiss: () => void;
}

const isOpen = (operation: Operation) =>
  operation.state === 'pending' || operation.state === 'running';

/** Starts an operation on a workload or a pod and follows it to its end. */
export function useWorkloadAct(onEnded: () => void): WorkloadAct {
  const api = useApi(fluxcdApiRef);
  const [state, setState] = useState<State>({});
  const ended = useRef(onEnded);
  ended.current = onEnded;
  const { operation } = state;
  const operationId =
    operation && isOpen(operation) && !state.vanished
      ? operation.id
      : undefined;

  useEffect(() => {
    if (!operationId) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const now = await api.getOperation(
          { params: { operationId }, query: {} },
          { signal },
        );
        if (signal.aborted) return;
        setState(old => ({ ...old, operation: now, lost: false }));
        if (!isOpen(now)) {
          ended.current();
          return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (isErrorNamed(toError(error), 'NotFoundError')) {
          setState(old => ({ ...old, lost: false, vanished: true }));
          ended.current();
          return;
        }
        setState(old => ({ ...old, lost: true }));
      }
      timer = setTimeout(look, POLL_MS);
    };
    timer = setTimeout(look, POLL_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, operationId]);

  return {
    ...state,
    running: operationId !== undefined,
    start: async (body, what) => {
      setState({ what, starting: true });
      try {
        setState({ what, operation: await api.createOperation({ body }) });
        return true;
      } catch (error) {
        setState({ what, error: toError(error) });
        return false;
      }
    },
    dismiss: () => setState({}),
  };
}
