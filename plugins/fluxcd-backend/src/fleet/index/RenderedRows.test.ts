import { KnownClusters } from './KnownClusters';
import { RenderedRows } from './RenderedRows';

describe('RenderedRows', () => {
  it('makes a text once, until its row is forgotten, the clusters change, or thousands came after it', () => {
    const rendered = new RenderedRows();
    let made = 0;
    const render = () => {
      made += 1;
      return `text ${made}`;
    };
    const clusters = new KnownClusters([]);
    const of = (row: number, known = clusters) =>
      rendered.get(row, known, render);
    expect([of(7), of(7), of(8)]).toEqual(['text 1', 'text 1', 'text 2']);
    rendered.forget(7);
    expect([of(7), of(8)]).toEqual(['text 3', 'text 2']);
    const others = new KnownClusters([]);
    expect([of(7, others), of(8, others)]).toEqual(['text 4', 'text 5']);
    for (let row = 100; row < 4_099; row += 1) of(row, others);
    expect(of(8, others)).toBe('text 5');
    expect(of(7, others)).toBe(`text ${5 + 3_999 + 1}`);
  });
});
