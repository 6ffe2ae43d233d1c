import { orderFacetValues } from './orderFacetValues';

const values = [
  { value: 'a', count: 1 },
  { value: 'b', count: 2 },
  { value: 'c', count: 3 },
];

describe('orderFacetValues', () => {
  it.each([
    ['keeps the order of the server', [], ['a 1', 'b 2', 'c 3']],
    ['puts chosen values first', ['c'], ['c 3', 'a 1', 'b 2']],
    [
      'keeps a chosen value that matches nothing any more',
      ['gone', 'b'],
      ['b 2', 'gone 0', 'a 1', 'c 3'],
    ],
  ])('%s', (_, selected, ordered) => {
    expect(
      orderFacetValues(values, selected).map(v => `${v.value} ${v.count}`),
    ).toEqual(ordered);
  });
});
