import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type { PodLogsQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useEffect, useRef, useState } from 'react';
import { LogBuffer } from './LogBuffer';

/** Lines come faster than they can be drawn: they are drawn this often. Milliseconds. */
const DRAW_MS = 250;

export interface PodLogs {
  text: string;
  /** Only the newest part is kept. */
  cut: boolean;
  state: 'loading' | 'open' | 'ended' | 'failed';
  error?: Error;
}

const START: PodLogs = { text: '', cut: false, state: 'loading' };

/** Reads a log anew whenever `query` or `attempt` changes. While paused, what arrives is kept and not shown. */
export function usePodLogs(options: {
  resourceId: string;
  query: PodLogsQuery;
  paused: boolean;
  attempt: number;
}): PodLogs {
  const { resourceId, query, paused, attempt } = options;
  const api = useApi(fluxcdApiRef);
  const [logs, setLogs] = useState<PodLogs>(START);
  const isPaused = useRef(paused);
  isPaused.current = paused;
  const key = JSON.stringify(query);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const buffer = new LogBuffer();
    let shown = '';
    setLogs(START);
    const draw = (changes: Partial<PodLogs> = {}) => {
      if (signal.aborted) return;
      const { text, cut } = buffer;
      if (!Object.keys(changes).length) {
        if (isPaused.current || text === shown) return;
      }
      if (!isPaused.current) shown = text;
      const visible = shown;
      setLogs(old => ({ ...old, text: visible, cut, ...changes }));
    };
    const timer = setInterval(() => draw(), DRAW_MS);
    const read = async () => {
      try {
        const pieces = await api.getPodLogs(
          { params: { resourceId }, query: JSON.parse(key) },
          { signal },
        );
        draw({ state: 'open' });
        for await (const piece of pieces) buffer.add(piece);
        draw({ state: 'ended' });
      } catch (error) {
        draw({ state: 'failed', error: toError(error) });
      }
    };
    void read();
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [api, resourceId, key, attempt]);

  return logs;
}
