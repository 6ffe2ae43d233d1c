import { createGunzip } from 'node:zlib';
import { Agent } from 'undici';
import type { FleetPlace } from '../ours/startFleet';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

const meter = new Meter();

answerCalls({
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  /** The least that a reader can do who parses all that is sent: pages, unpacked, parsed, forgotten. */
  async start({ port, caPem, clusters }: FleetPlace) {
    const agent = new Agent({ connect: { ca: caPem }, allowH2: true });
    let objects = 0;
    for (let cluster = 0; cluster < clusters; cluster++) {
      let from = '';
      do {
        const { body } = await agent.request({
          origin: `https://127.0.0.1:${port}`,
          path: `/c${cluster}/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations?limit=500&continue=${from}`,
          method: 'GET',
          headers: { 'accept-encoding': 'gzip' },
        });
        const chunks: Buffer[] = [];
        for await (const chunk of body.pipe(createGunzip())) chunks.push(chunk);
        const page = JSON.parse(Buffer.concat(chunks).toString());
        objects += page.items.length;
        from = page.metadata.continue ?? '';
      } while (from);
    }
    return objects;
  },
});
