import { decodeProtobuf } from './protobuf';

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}
const text = (number: number, value: string) =>
  field(number, Buffer.from(value));

function envelope(kind: string, raw: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([text(1, 'v1'), text(2, kind)])),
    field(2, raw),
  ]);
}

describe('decodeProtobuf', () => {
  it('reads metadata, maps and bytes of a Secret', () => {
    const metadata = field(
      1,
      Buffer.concat([text(1, 'name'), text(3, 'space')]),
    );
    const entry = field(2, Buffer.concat([text(1, 'key'), text(2, 'value')]));
    expect(
      decodeProtobuf(envelope('Secret', Buffer.concat([metadata, entry]))),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'name', namespace: 'space' },
      data: { key: Buffer.from('value').toString('base64') },
    });
  });

  it('reads repeated texts and numbers of more than one byte', () => {
    const raw = Buffer.concat([
      // gracePeriodSeconds: 300 as a varint
      Buffer.from([1 * 8, 0xac, 0x02]),
      text(5, 'All'),
      text(5, 'More'),
    ]);
    expect(decodeProtobuf(envelope('DeleteOptions', raw))).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: 300,
      dryRun: ['All', 'More'],
    });
  });

  it('does not know other kinds, nor bodies without the magic number', () => {
    expect(
      decodeProtobuf(envelope('Deployment', Buffer.alloc(0))),
    ).toBeUndefined();
    expect(decodeProtobuf(Buffer.from('{"kind":"Secret"}'))).toBeUndefined();
  });
});
