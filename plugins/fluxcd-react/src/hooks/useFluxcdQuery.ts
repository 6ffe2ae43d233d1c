import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  FLUXCD_SIGNAL_CHANNEL,
  type FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { fluxcdApiRef } from '../api';

/** Signals come in bursts: read again at most this often because of them, in milliseconds. */
const SIGNAL_INTERVAL_MS = 2_000;

/** @public */
export interface FluxcdQueryOptions {
  /**
   * Read again when this many milliseconds have passed since the last read. The signals API does not
   * tell whether its socket is up, so silence is always bridged by polling. 10 s by default.
   */
  pollMs?: number;
  /**
   * Whether to read again on a signal as well, whichever cluster it is about. True by default; false for what no
   * change of a resource touches, and for what is asked of a cluster or a cloud itself each time.
   */
  onSignals?: boolean;
}

/** @public */
export interface FluxcdQuery<T> {
  /** The last answer; kept while newer ones are under way or fail. */
  value?: T;
  /** Why the last read failed; absent once one succeeds. */
  error?: Error;
  /** Nothing to show yet: neither a value nor an error. */
  loading: boolean;
  /** A read is under way and there is something to show meanwhile. */
  refreshing: boolean;
  /** Read again now. */
  refresh: () => void;
}

interface State<T> {
  value?: T;
  error?: Error;
  busy: boolean;
}

/**
 * Reads from the fluxcd backend and keeps what it read current: again on a signal, and by polling.
 *
 * @remarks
 * A hidden tab reads nothing; it catches up when it is shown. When `deps` change the request under way
 * is aborted, and the old value stays until the new one is there: give the component a `key` if an
 * old value must not be shown.
 *
 * @param load - reads one answer; it gets the API and a signal that aborts a stale request
 * @param deps - what `load` depends on, as in `useEffect`
 * @public
 */
export function useFluxcdQuery<T>(
  load: (api: FluxcdApi, signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  options: FluxcdQueryOptions = {},
): FluxcdQuery<T> {
  const { pollMs = 10_000, onSignals = true } = options;
  const api = useApi(fluxcdApiRef);
  const holder = useApiHolder();
  const signals = onSignals ? holder.get(signalApiRef) : undefined;
  const [state, setState] = useState<State<T>>({ busy: true });
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const readNow = useRef(() => {});

  useEffect(() => {
    let controller: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let startedAt = 0;
    let busy = false;
    let changed = false;

    const schedule = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.hidden) changed = true;
        else readNow.current();
      }, Math.max(0, startedAt + ms - Date.now()));
    };
    const read = async () => {
      controller?.abort();
      clearTimeout(timer);
      controller = new AbortController();
      const { signal } = controller;
      startedAt = Date.now();
      busy = true;
      changed = false;
      setState(old => ({ ...old, busy: true }));
      try {
        const value = await latestLoad.current(api, signal);
        if (signal.aborted) return;
        setState({ value, busy: false });
      } catch (e) {
        if (signal.aborted) return;
        const error = toError(e);
        setState(old => ({ value: old.value, error, busy: false }));
      }
      busy = false;
      schedule(changed ? SIGNAL_INTERVAL_MS : pollMs);
    };
    const onSignal = () => {
      // A request under way may have missed the change. It is not aborted, because on a busy fleet
      // no slow request would ever finish; the next one follows.
      if (changed) return;
      changed = true;
      if (!busy) schedule(SIGNAL_INTERVAL_MS);
    };
    const onVisible = () => {
      if (!document.hidden && changed && !busy) schedule(SIGNAL_INTERVAL_MS);
    };

    readNow.current = read;
    setState(({ value }) => ({ value, busy: true }));
    read();
    document.addEventListener('visibilitychange', onVisible);
    const subscription = signals?.subscribe(FLUXCD_SIGNAL_CHANNEL, onSignal);
    return () => {
      controller?.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
      subscription?.unsubscribe();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [api, signals, pollMs, ...deps]);

  const refresh = useCallback(() => {
    readNow.current();
  }, []);
  const { value, error, busy } = state;
  const empty = value === undefined && error === undefined;
  return {
    value,
    error,
    loading: busy && empty,
    refreshing: busy && !empty,
    refresh,
  };
}
