import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
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
import type { ResourceRow } from '../../database/ResourceRow';
import type { WatchBatch } from '../../kubernetes/CollectionReader';
import { projectResource } from '../projectResource';
import { ResourceIngest } from './ResourceIngest';

const kind = findFluxKind(
  'kustomize.toolkit.fluxcd.io',
  'Kustomization',
) as FluxKind;
const collection = { clusterId: 'c1', kind, version: 'v1' };

const project = (object: FluxObject) =>
  projectResource({ ...collection, object });

/** What a batch says, in short. */
function told({ changes, resourceVersion, end }: WatchBatch<ResourceRow>) {
  return {
    rows: changes.map(({ item, deleted }) =>
      deleted ? `-${item.name}` : `${item.name} ${item.status}`,
    ),
    version: resourceVersion,
    ...(end && { end: end.type }),
  };
}

/** An ingest that has listed the objects, and watches from version 10 on. */
function setUp(...listed: FluxObject[]) {
  const ingest = new ResourceIngest(collection);
  ingest.beginList();
  const { items } = ingest.readPage(pageOf(listed));
  ingest.beginWatch('10');
  const push = (now: number, ...objects: FluxObject[]) =>
    told(ingest.push(linesOf(...objects.map(object => ({ object }))), now));
  return { ingest, items, push };
}

const web = (look: Parameters<typeof kustomizationAt>[1]) =>
  kustomizationAt('web', look);

describe('ResourceIngest', () => {
  it('makes of a page the rows that projection makes of its objects', () => {
    const objects = [
      kustomizationAt('web', { applied: ['a', 'b'] }),
      kustomizationAt('api', { state: 'failed', applied: [] }),
    ];
    expect(setUp(...objects).items).toEqual(objects.map(project));
  });

  it('keeps nothing of the bytes that it has read: there are thousands of readers', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const listing = new ResourceIngest(collection);
    const { ingest: watching } = setUp();
    const object = web({ applied: ['a', 'b'] });
    /** In memory of their own, as they come from a socket or another thread. */
    const own = (bytes: Buffer) => {
      const copy = Buffer.allocUnsafeSlow(bytes.length);
      bytes.copy(copy);
      return copy;
    };
    const read = (): Array<WeakRef<object>> => {
      const page = own(pageOf([object]).chunks[0]);
      listing.readPage({ chunks: [page], gzip: false });
      const chunk = own(
        linesOf({ object: web({ version: 11, applied: ['c'] }) }),
      );
      expect(watching.push(chunk, 0).changes).toHaveLength(1);
      return [new WeakRef(page.buffer), new WeakRef(chunk.buffer)];
    };
    const refs = read();
    await new Promise(resolve => setImmediate(resolve));
    collect();
    expect(refs.map(ref => ref.deref())).toEqual([undefined, undefined]);
    // Both live on.
    expect([listing.due, watching.due]).toEqual([undefined, undefined]);
  });

  it('unpacks a page, and refuses one that becomes too big', () => {
    const { ingest } = setUp();
    const { chunks } = pageOf([web({})]);
    const gzip = true;
    const page = ingest.readPage({ chunks: [gzipSync(chunks[0])], gzip });
    expect(page.items).toEqual([project(web({}))]);

    // What says how long it is lies, or is not there.
    const liar = Buffer.from(gzipSync(chunks[0]));
    liar.writeUInt32LE(0xffffffff, liar.length - 4);
    for (const bad of [liar, liar.subarray(0, 2)]) {
      expect(() => ingest.readPage({ chunks: [bad], gzip })).toThrow(
        /cannot be unpacked/,
      );
    }

    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1, 32));
    expect(() => ingest.readPage({ chunks: [bomb], gzip })).toThrow(
      /cannot be unpacked/,
    );
  });

  describe('an event that changes nothing for a reader', () => {
    it('brings no row, only its version', () => {
      const { push } = setUp(web({}));
      expect(push(0, web({ version: 11, at: '08:10:00' }))).toEqual({
        rows: [],
        version: '11',
      });
    });

    it('brings a row once an hour, and when a request was handled', () => {
      const { push } = setUp(web({}));
      expect(push(0, web({ version: 11, at: '09:00:00' })).rows).toEqual([
        'web ready',
      ]);
      const asked = web({ version: 12, at: '09:01:00', handledRequest: 'x' });
      expect(push(0, asked).rows).toEqual(['web ready']);
      expect(push(0, asked).rows).toEqual([]);
    });

    it('brings the first sight of an object after a resume: only the database knows', () => {
      const ingest = new ResourceIngest(collection);
      ingest.beginWatch('10');
      const see = (version: number) =>
        told(ingest.push(linesOf({ object: web({ version }) }), 0)).rows;
      expect(see(11)).toEqual(['web ready']);
      expect(see(12)).toEqual([]);
    });

    it('is known still when the watch is a new one, and no more when a list began', () => {
      const { ingest, push } = setUp(web({}));
      ingest.beginWatch('10');
      expect(push(0, web({ version: 11 })).rows).toEqual([]);
      ingest.beginList();
      ingest.beginWatch('10');
      expect(push(0, web({ version: 11 })).rows).toEqual(['web ready']);
    });
  });

  describe('what an object applied', () => {
    it('comes with the first row and with rows that change it', () => {
      const { ingest, items } = setUp(web({ applied: ['a'] }));
      const see = (object: FluxObject) =>
        ingest.push(linesOf({ object }), 0).changes[0]?.item;
      expect(items[0].managed).toBe('apps/a//ConfigMap');

      const moved = web({ version: 11, revision: 'r2', applied: ['a'] });
      const { managed, ...rest } = project(moved);
      expect(see(moved)).toEqual(rest);

      const more = web({ version: 12, revision: 'r2', applied: ['a', 'b'] });
      expect(see(more)).toEqual(project(more));
      expect(see(more)).toBeUndefined();
    });

    it('is counted right in a row that shows how many', () => {
      const sets = findFluxKind('fluxcd.controlplane.io', 'ResourceSet')!;
      const ingest = new ResourceIngest({ ...collection, kind: sets });
      const set = (version: number, applied: string[]) =>
        web({ version, applied });
      const [item] = ingest.readPage(pageOf([set(9, ['a', 'b', 'c'])])).items;
      expect(item.facts).toContain('"objects":"3"');
      ingest.beginWatch('10');
      const see = (object: FluxObject) =>
        ingest.push(linesOf({ object }), 0).changes.map(c => c.item.facts);
      expect(see(set(11, ['a', 'b', 'c']))).toEqual([]);
      expect(see(set(12, ['a', 'b']))).toEqual([
        expect.stringContaining('"objects":"2"'),
      ]);
    });
  });

  describe('a status on the way to another one', () => {
    const passing = (version: number) =>
      web({ version, state: 'progressing', message: `step ${version}` });

    it('is nothing when the object ends where it began', () => {
      const { ingest, push } = setUp(web({}));
      expect(push(0, passing(11), passing(12)).rows).toEqual([]);
      expect(push(900, passing(13), web({ version: 14 }))).toEqual({
        rows: [],
        version: '14',
      });
      expect(ingest.due).toBeUndefined();
      expect(told(ingest.release(10_000)).rows).toEqual([]);
    });

    it('is told as it is by then when it lasts for two seconds, however often it moved', () => {
      const { ingest, push } = setUp(web({}));
      push(1_000, passing(11));
      push(2_900, passing(12));
      expect(ingest.due).toBe(3_000);
      expect(told(ingest.release(2_999)).rows).toEqual([]);
      const { changes } = ingest.release(3_000);
      expect(changes.map(c => c.item)).toEqual([
        expect.objectContaining({ message: 'step 12', resource_version: '12' }),
      ]);
      // From then on it is what was sent, and its next steps are news.
      expect(push(3_100, passing(13)).rows).toEqual(['web progressing']);
    });

    it('goes at once when it is the first that is seen of the object', () => {
      expect(setUp().push(0, passing(11)).rows).toEqual(['web progressing']);
    });

    it.each(['failed', 'retrying'] as const)(
      'holds no failure up: %s',
      state => {
        const { push } = setUp(web({}));
        expect(push(0, passing(11), web({ version: 12, state }))).toEqual({
          rows: ['web failed'],
          version: '12',
        });
      },
    );

    it('never lets the version pass an event that is held', () => {
      const { ingest, push } = setUp(web({}), kustomizationAt('api'));
      push(0, kustomizationAt('new', { version: 11 }));
      expect(push(0, passing(12)).version).toBe('11');
      const api = (version: number, state: 'failed' | 'progressing') =>
        push(500, kustomizationAt('api', { version, state }));
      expect(api(13, 'failed')).toEqual({
        rows: ['api failed'],
        version: '11',
      });
      expect(api(14, 'progressing').version).toBe('11');
      // A newer event of the object that is held does not move it either.
      expect(push(600, passing(15)).version).toBe('11');
      const bookmark = {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: '16' } },
      };
      expect(told(ingest.push(linesOf(bookmark), 700)).version).toBe('11');
      expect(told(ingest.release(2_000))).toEqual({
        rows: ['web progressing'],
        version: '13',
      });
      expect(told(ingest.release(2_500))).toEqual({
        rows: ['api progressing'],
        version: '16',
      });
    });

    it('is dropped with the watch, whose successor begins before it', () => {
      const { ingest, push } = setUp(web({}));
      push(0, passing(11));
      ingest.beginWatch('10');
      expect(ingest.due).toBeUndefined();
      push(100, passing(11));
      expect(told(ingest.release(Infinity)).rows).toEqual(['web progressing']);
    });

    it('is dropped by the deletion of its object, which is told at once', () => {
      const { ingest, push } = setUp(web({}));
      push(0, passing(11));
      const gone = linesOf({ type: 'DELETED', object: web({ version: 12 }) });
      expect(told(ingest.push(gone, 100))).toEqual({
        rows: ['-web'],
        version: '12',
      });
      expect(ingest.due).toBeUndefined();
      // Made anew, it is not what was sent before.
      expect(push(200, web({ version: 13 })).rows).toEqual(['web ready']);
    });
  });

  it('tells that an object exists which nobody can read, and goes on with the others', () => {
    const { ingest } = setUp();
    const depth = 200_000;
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const line = (name: string, inventory: string) =>
      Buffer.from(
        `{"type":"ADDED","object":{"metadata":{"name":"${name}","uid":"u","resourceVersion":"7"},"status":{"inventory":${inventory}}}}\n`,
      );
    expect(told(ingest.push(line('deep', deep), 0)).rows).toEqual([
      'deep unknown',
    ]);
    expect(told(ingest.push(line('flat', '{}'), 0)).rows).toEqual([
      'flat unknown',
    ]);
  });

  it('reads nothing behind a line that is no JSON', () => {
    const { ingest } = setUp();
    const bytes = Buffer.concat([
      linesOf({ object: web({ version: 11 }) }),
      Buffer.from(
        '{"type":"MODIFIED","object":{"metadata":{"managedFields":[\n',
      ),
      linesOf({ object: kustomizationAt('late', { version: 12 }) }),
    ]);
    expect(told(ingest.push(bytes, 0))).toEqual({
      rows: ['web ready'],
      version: '11',
      end: 'malformed',
    });
    expect(
      told(ingest.push(linesOf({ object: web({ version: 13 }) }), 0)).rows,
    ).toEqual([]);
  });

  describe('what cannot be read, though it was passed over at first', () => {
    const broken = (object: FluxObject, good: string, bad: string) => {
      const text = String(linesOf({ object }));
      expect(text).toContain(good);
      return Buffer.from(text.replace(good, bad));
    };
    it('ends the watch when it was held, and the version stays before it', () => {
      const { ingest } = setUp(web({}));
      const held = broken(
        web({ version: 11, state: 'progressing' }),
        '"spec":{"',
        '"spec":{,"',
      );
      expect(told(ingest.push(held, 0)).version).toBe('10');
      expect(told(ingest.release(2_000))).toEqual({
        rows: [],
        version: '10',
        end: 'malformed',
      });
    });

    it('does no harm when a newer event took its place', () => {
      const { ingest, push } = setUp(web({}));
      ingest.push(
        broken(
          web({ version: 11, state: 'progressing' }),
          '"spec":{"',
          '"spec":{,"',
        ),
        0,
      );
      expect(push(100, web({ version: 12 }))).toEqual({
        rows: [],
        version: '12',
      });
    });

    it('ends the watch before an event whose inventory is no JSON', () => {
      const { ingest } = setUp(web({}));
      const event = broken(
        web({ version: 11, applied: ['b'] }),
        '"v":"v1"',
        '"v":v1',
      );
      expect(told(ingest.push(event, 0))).toEqual({
        rows: [],
        version: '10',
        end: 'malformed',
      });
    });

    it('fails a page', () => {
      const { ingest } = setUp();
      const text = String(pageOf([web({})]).chunks[0]);
      const chunks = [Buffer.from(text.replace('"v":"v1"', '"v":v1'))];
      expect(() => ingest.readPage({ chunks, gzip: false })).toThrow(
        'The API server listed an inventory that is no JSON',
      );
    });
  });
});
