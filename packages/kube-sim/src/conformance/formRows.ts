import assert from 'node:assert/strict';
import type { Behaviour } from './Behaviour';
import { configMap, fresh, paths } from './fixtures';

/** The forms of answers: items, compression, tables. */
export const formRows: Behaviour[] = [
  {
    id: 'lists/items-of-built-in-lists',
    what: 'Items of a built-in list carry no kind and apiVersion, items of a custom list do',
    run: async target => {
      const built = await target.must({
        path: paths(target.namespace).configmaps,
      });
      const custom = await target.must({
        path: paths(target.namespace).kustomizations,
      });
      assert.equal(built.items[0].kind, undefined);
      assert.equal(built.items[0].apiVersion, undefined);
      assert.equal(custom.items[0].kind, 'Kustomization');
    },
  },
  {
    id: 'lists/gzip',
    what: 'Answers over 128 KiB are gzipped for clients that accept it; smaller ones never',
    run: async target => {
      const { configmaps } = paths(target.namespace);
      const path = `${configmaps}/large`;
      const headers = { 'accept-encoding': 'gzip' };
      const make = (size: number) =>
        fresh(target, configmaps, {
          ...configMap('large'),
          data: { v: 'ab12'.repeat(size / 4) },
        });
      await make(60_000);
      const small = await target.ask({ path, headers });
      await make(140_000);
      const large = await target.ask({ path, headers });
      const plain = await target.ask({ path });
      await target.must({ method: 'DELETE', path });
      assert.equal(small.headers['content-encoding'], undefined);
      assert.equal(large.headers['content-encoding'], 'gzip');
      assert.equal(plain.headers['content-encoding'], undefined);
      assert.ok(plain.text.length > 140_000);
    },
  },
  {
    id: 'lists/table-columns',
    what: 'A Table has the printer columns of the CRD, with cells for every row',
    run: async target => {
      const accept =
        'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
      const { kustomizations } = paths(target.namespace);
      const ask = (query: string) =>
        target.must({ path: `${kustomizations}${query}`, headers: { accept } });
      const table = await ask('');
      assert.deepEqual(
        table.columnDefinitions.map((column: any) => column.name),
        ['Name', 'Age', 'Ready', 'Status'],
      );
      const row = table.rows.find((one: any) => one.cells[0] === 'kz-0');
      assert.equal(row.cells.length, 4);
      assert.equal(row.object.kind, 'PartialObjectMetadata');
      const bare = await ask('?includeObject=None');
      assert.equal(bare.rows[0].object, null);
      const full = await ask('?includeObject=Object');
      assert.equal(full.rows[0].object.kind, 'Kustomization');
    },
  },
];
