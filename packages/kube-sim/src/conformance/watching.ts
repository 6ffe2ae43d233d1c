import assert from 'node:assert/strict';
import type { Target } from './Target';

export interface WatchEvent {
  type: string;
  object: any;
}

const parse = (lines: string[]): WatchEvent[] =>
  lines.map(line => JSON.parse(line));
const brief = (events: WatchEvent[]): string[] =>
  events.map(({ type, object }) =>
    `${type} ${object.metadata?.name ?? ''}`.trim(),
  );

/** Long enough for a watch to be set up on a busy machine. */
const SETTLE_MS = 300;

async function version(target: Target, collection: string): Promise<string> {
  const { metadata } = await target.must({ path: `${collection}?limit=1` });
  return metadata.resourceVersion;
}

/** Watches from now on while `act` runs, until `count` events have come. */
async function during(
  target: Target,
  collection: string,
  query: string,
  count: number,
  act: () => Promise<unknown>,
  headers: Record<string, string> = {},
): Promise<WatchEvent[]> {
  const from = await version(target, collection);
  const stream = target.stream(
    {
      path: `${collection}?watch=1&resourceVersion=${from}&timeoutSeconds=30${query}`,
      headers,
    },
    lines => lines.length >= count,
  );
  await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
  await act();
  return parse((await stream).lines);
}

function merge(target: Target, path: string, body: unknown): Promise<any> {
  return target.must({
    method: 'PATCH',
    path,
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  });
}

/** Everything until the server ends the stream. */
async function ended(target: Target, path: string): Promise<WatchEvent[]> {
  const { lines, ended: byServer, status } = await target.stream({ path });
  assert.equal(status, 200);
  assert.ok(byServer);
  return parse(lines);
}

/** How rows watch. */
export const watching = {
  parse,
  brief,
  version,
  during,
  merge,
  ended,
  SETTLE_MS,
};
