import type { Worker } from 'node:worker_threads';
import {
  findFluxKind,
  type FluxKind,
  type FluxObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  kustomizationAt,
  linesOf,
  pageOf,
} from '../../__testUtils__/reconciliation';
import { waitUntil } from '../../__testUtils__/waitUntil';
import type { ResourceRow } from '../../database/ResourceRow';
import type { WatchBatch } from '../../kubernetes/CollectionReader';
import { projectResource } from '../projectResource';
import { IngestThread } from './IngestThread';

const mockThreads: Worker[] = [];
jest.mock('node:worker_threads', () => {
  const actual = jest.requireActual('node:worker_threads');
  return {
    ...actual,
    Worker: class extends actual.Worker {
      constructor(...options: unknown[]) {
        super(...options);
        mockThreads.push(this as unknown as Worker);
      }
    },
  };
});

const kind = findFluxKind(
  'kustomize.toolkit.fluxcd.io',
  'Kustomization',
) as FluxKind;

/** A reader on the thread, and what its watch brings. */
function open(ingest: IngestThread, clusterId: string) {
  const reader = ingest.open({ clusterId, kind, version: 'v1' });
  const batches: Array<WatchBatch<ResourceRow>> = [];
  const watch = () => reader.beginWatch('10', batch => batches.push(batch));
  const rows = () =>
    batches.flatMap(({ changes }) => changes.map(({ item }) => item));
  const list = (...objects: FluxObject[]) => {
    reader.beginList();
    return reader.readPage(pageOf(objects));
  };
  const project = (object: FluxObject) =>
    projectResource({ clusterId, kind, version: 'v1', object });
  return { reader, batches, watch, rows, list, project };
}

describe('IngestThread', () => {
  const ingest = new IngestThread();
  const web = (look: Parameters<typeof kustomizationAt>[1]) =>
    kustomizationAt('web', look);

  beforeEach(() => mockThreads.splice(0));

  it('reads the lists and watches of many clusters on one thread, which ends with the last of them', async () => {
    const one = open(ingest, 'c1');
    const two = open(ingest, 'c2');
    const page = await one.list(web({ applied: ['a'] }));
    expect(page).toEqual({
      items: [one.project(web({ applied: ['a'] }))],
      resourceVersion: '10',
    });
    await two.list();

    const feed = one.watch();
    const other = two.watch();
    const failed = web({ version: 12, state: 'failed', applied: ['a', 'b'] });
    const bytes = linesOf({ object: web({ version: 11 }) }, { object: failed });
    // Cut anywhere, and mixed with those of another watch.
    for (let at = 0; at < bytes.length; at += 700) {
      feed.push(bytes.subarray(at, at + 700));
      other.push(linesOf({ object: web({ version: at }) }));
    }
    await feed.end();
    await other.end();
    expect(one.rows()).toEqual([
      expect.objectContaining({ cluster_id: 'c1', status: 'ready' }),
      one.project(failed),
    ]);
    expect(one.batches.at(-1)?.resourceVersion).toBe('12');
    expect(two.rows().map(row => row.cluster_id)).toEqual(['c2']);
    expect(mockThreads).toHaveLength(1);

    const exit = new Promise(resolve => mockThreads[0].once('exit', resolve));
    one.reader.close();
    two.reader.close();
    await exit;
  });

  it('releases by itself what it held for two seconds', async () => {
    const { reader, list, watch, rows, batches } = open(ingest, 'c1');
    await list(web({}));
    const feed = watch();
    feed.push(linesOf({ object: web({ version: 11, state: 'progressing' }) }));
    await waitUntil(async () => expect(batches).toHaveLength(1));
    expect(batches[0]).toMatchObject({ changes: [], resourceVersion: '10' });
    await waitUntil(async () => expect(rows()).toHaveLength(1));
    expect(batches.at(-1)?.resourceVersion).toBe('11');
    reader.close();
  });

  it('fails a page that is no list as the cluster would have it', async () => {
    const { reader } = open(ingest, 'c1');
    const chunks = [Buffer.from('<html>')];
    await expect(
      reader.readPage({ chunks, gzip: false }),
    ).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'not-kubernetes',
    });
    reader.close();
  });

  it('holds the server back while it is too far behind', async () => {
    const { reader, list, watch } = open(ingest, 'c1');
    await list();
    const feed = watch();
    // A blank line.
    const chunk = Buffer.alloc(1024 * 1024, 32);
    chunk[chunk.length - 1] = 10;
    const waits: Array<Promise<void>> = [];
    for (let i = 0; i < 20; i += 1) {
      const full = feed.push(chunk);
      if (full) waits.push(full);
    }
    expect(waits).toHaveLength(4);
    await Promise.all(waits);
    await feed.end();
    expect(feed.push(chunk)).toBeUndefined();
    reader.close();
  });

  it('loses every watch and page with the thread, and reads on another one from the next list on', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const one = open(ingest, 'c1');
    const two = open(ingest, 'c2');
    await one.list(web({}));
    await two.list(web({}));
    one.watch();
    two.watch();
    const page = two.reader.readPage(pageOf([web({})]));
    const [thread] = mockThreads;
    await thread.terminate();

    await expect(page).rejects.toMatchObject({ name: 'KubernetesError' });
    for (const { batches, watch } of [one, two]) {
      expect(batches.map(batch => batch.end?.type)).toEqual(['lost']);
      // Whoever would go on without a list is told again.
      await watch().end();
      expect(batches).toHaveLength(2);
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(mockThreads).toHaveLength(1);

    expect((await one.list(web({}))).items).toHaveLength(1);
    const feed = one.watch();
    feed.push(linesOf({ object: web({ version: 11, state: 'failed' }) }));
    await feed.end();
    expect(one.rows()).toHaveLength(1);
    expect(mockThreads).toHaveLength(2);
    one.reader.close();
    two.reader.close();
    warn.mockRestore();
  });
});
