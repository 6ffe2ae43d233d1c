import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { certificates } from '@internal/kube-sim/src/cluster/certificates';
import { answerCalls } from '../process/answerCalls';
import { answer } from '../server/answer';
import type {
  ApiServerCounts,
  ApiServerOptions,
  EventPlan,
} from '../server/ApiServerOptions';
import { EventPlayer } from '../server/EventPlayer';
import { ObjectPool } from '../server/ObjectPool';
import { OpenWatches } from '../server/OpenWatches';

const counts: ApiServerCounts = {
  pages: 0,
  watches: 0,
  openWatches: 0,
  connections: 0,
  connected: 0,
};
const watches = new OpenWatches(counts);
let player: EventPlayer;

async function start(options: ApiServerOptions) {
  const pool = new ObjectPool(options);
  player = new EventPlayer(pool, watches, options);
  const { ca, server: pair } = await certificates('bench');
  const server = createSecureServer(
    { ...pair, allowHTTP1: true, settings: { maxConcurrentStreams: 250 } },
    (request: Http2ServerRequest, response: Http2ServerResponse) =>
      answer(request, response, { pool, watches, counts }),
  );
  server.on('secureConnection', socket => {
    counts.connections += 1;
    counts.connected += 1;
    socket.once('close', () => {
      counts.connections -= 1;
    });
  });
  // Clients that are killed at the end of a round leave like this.
  server.on('sessionError', () => {});
  server.setTimeout(0);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, caPem: ca.cert, objects: pool.size };
}

answerCalls({
  start,
  counts: () => counts,
  resetCounts: () => {
    counts.pages = 0;
    counts.watches = 0;
    counts.connected = 0;
  },
  prepare: (plan: EventPlan) => player.prepare(plan),
  play: () => player.play(),
  sent: () => player.sent,
  truth: (cluster: number) => player.truth(cluster),
});
