import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import fc from 'fast-check';
import { projectManaged } from '../projectManaged';
import { readEntries } from './readEntries';

const read = (entries: unknown[], separators?: number) =>
  readEntries(Buffer.from(JSON.stringify(entries, null, separators)));
const parsed = (entries: unknown[]) =>
  projectManaged({
    metadata: { name: 'a', namespace: 'apps' },
    status: { inventory: { entries } },
  } as unknown as FluxObject);

describe('readEntries', () => {
  it('reads what Flux writes, each object once', () => {
    const entries = [
      { id: 'shop_web_apps_Deployment', v: 'v1' },
      { id: 'shop_web__Service', v: 'v1' },
      { id: '_shop__Namespace', v: 'v1' },
      { id: '_a.b.c_apiextensions.k8s.io_CustomResourceDefinition', v: 'v1' },
      { id: 'shop_web_apps_Deployment', v: 'v1' },
    ];
    expect(read(entries)).toBe(
      'shop/web/apps/Deployment%shop/web//Service%/shop//Namespace%/a.b.c/apiextensions.k8s.io/CustomResourceDefinition',
    );
    expect(read(entries)).toBe(parsed(entries));
  });

  it.each([
    ['a name with a colon', [{ id: '_system__foo_g_ClusterRole', v: 'v1' }]],
    ['a name with an escape', [{ id: 'a_"b_g_K', v: 'v1' }]],
    ['a name that is no ASCII', [{ id: 'a_ü_g_K', v: 'v1' }]],
    ['a name with a separator', [{ id: 'a_b%c_g_K', v: 'v1' }]],
    ['a name that is too long', [{ id: `a_${'b'.repeat(254)}_g_K`, v: 'v1' }]],
    ['a part too few', [{ id: 'a_b_K', v: 'v1' }]],
    ['no version', [{ id: 'a_b_g_K' }]],
    ['a version that is no text', [{ id: 'a_b_g_K', v: 1 }]],
    ['another field', [{ id: 'a_b_g_K', v: 'v1', x: 1 }]],
    ['another field before', [{ x: 1, id: 'a_b_g_K', v: 'v1' }]],
    ['no objects', ['a', 1, null]],
  ])('leaves %s to the parser', (_, entries) => {
    expect(read([{ id: 'x_y_z_K', v: 'v1' }, ...entries])).toBeUndefined();
    expect(read(entries)).toBeUndefined();
  });

  it('leaves an inventory without entries to the parser', () => {
    expect(read([])).toBeUndefined();
  });

  it('leaves JSON with spaces to the parser', () => {
    expect(read([{ id: 'a_b_g_K', v: 'v1' }], 1)).toBeUndefined();
  });

  it('never says anything else than the parser', () => {
    const part = fc.oneof(
      fc.constantFrom('a', 'b-c', 'x.y', '', '_', '__', 'K', '%', '/', '"'),
      fc.string({ maxLength: 4 }),
    );
    const id = fc.array(part, { maxLength: 6 }).map(parts => parts.join('_'));
    const plain = fc
      .tuple(fc.nat(3), fc.nat(3))
      .map(([a, b]) => `n-${a}_x.${b}_g_K`);
    const entry = fc.oneof(
      { weight: 8, arbitrary: fc.record({ id: plain, v: fc.constant('v1') }) },
      { weight: 1, arbitrary: fc.record({ id, v: fc.string() }) },
      {
        weight: 1,
        arbitrary: fc.record(
          { id: fc.oneof(id, fc.integer()), v: fc.string(), x: fc.anything() },
          { requiredKeys: [] },
        ),
      },
    );
    let fast = 0;
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), entries => {
        // As the entries come over the wire.
        const sent = JSON.parse(JSON.stringify(entries));
        const text = read(sent);
        if (text === undefined) return;
        fast += 1;
        expect(text).toBe(parsed(sent));
      }),
      { numRuns: 2_000 },
    );
    expect(fast).toBeGreaterThan(200);
  });
});
