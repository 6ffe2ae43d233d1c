import { resourceRow } from '../__testUtils__/fleetRows';
import { ResourceStream } from './ResourceStream';

describe('ResourceStream', () => {
  it('keeps what an object applied when the next row, which does not repeat it, takes the place of the first', () => {
    const stream = new ResourceStream({
      key: { clusterId: 'c1', group: 'g', kind: 'K', fence: 0 },
      onPending: () => {},
      write: async () => {},
      onClose: () => {},
    });
    const row = resourceRow({ name: 'a' });
    const managed = 'apps/a//ConfigMap';
    stream.upsert({ ...row, managed, inventory_digest: 'i' }, '1');
    stream.upsert({ ...row, status: 'failed', inventory_digest: 'i' }, '2');
    expect(stream.take()?.upserts).toEqual([
      { ...row, status: 'failed', managed, inventory_digest: 'i' },
    ]);

    stream.upsert({ ...row, managed }, '3');
    stream.upsert({ ...row, managed: '' }, '4');
    expect(stream.take()?.upserts).toEqual([{ ...row, managed: '' }]);
  });
});
