import type { Behaviour } from './Behaviour';
import { recording } from './recording';
import { replay, type ReplayOptions } from './replay';

/** Rows that send a recorded request and expect the recorded answer. */
export function recordedRows(
  table: Record<string, ReplayOptions & { what?: string }>,
): Behaviour[] {
  return Object.entries(table).map(([id, { what, ...options }]) => ({
    id,
    what: what ?? describe(id),
    run: async target => {
      await replay(target, id, options);
    },
  }));
}

function describe(id: string): string {
  const { note, request, response } = recording(id);
  const path =
    request.path.length > 120 ? `${request.path.slice(0, 120)}…` : request.path;
  const reason = response.body?.reason ? ` ${response.body.reason}` : '';
  return `${request.method} ${path} answers ${response.status}${reason}${
    note ? `; ${note}` : ''
  }`;
}
