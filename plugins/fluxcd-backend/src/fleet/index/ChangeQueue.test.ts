import { setImmediate } from 'node:timers/promises';
import { makeResource } from '../../__testUtils__/seedResources';
import { ChangeQueue } from './ChangeQueue';
import { FleetIndex } from './FleetIndex';
import { KnownClusters } from './KnownClusters';

const known = new KnownClusters([{ id: 'c1', name: 'one' }]);

function setup() {
  const index = new FleetIndex();
  const queue = new ChangeQueue(index);
  const row = (name: string, message: string) =>
    makeResource({ cluster_id: 'c1', name, message });
  const many = (message: string) =>
    Array.from({ length: 2_000 }, (_, i) => row(`r${i}`, message));
  const messages = () => {
    const { rows, total } = index.query(
      { sort: 'name', order: 'asc', limit: 5_000 },
      known,
    );
    expect(rows).toHaveLength(total);
    return new Set(rows.map(r => r.message));
  };
  return { index, queue, row, many, messages };
}

describe('ChangeQueue', () => {
  it('applies what is little at once, and lets others have a turn in between when it is much', async () => {
    const { index, queue, row, many, messages } = setup();
    void queue.apply([row('first', 'old')], []);
    expect(index.size).toBe(1);

    let isDone = false;
    void queue.apply(many('old'), []).then(() => {
      isDone = true;
    });
    const sizes: number[] = [];
    while (!isDone) {
      sizes.push(index.size);
      await setImmediate();
    }
    expect(new Set(sizes).size).toBeGreaterThan(5);
    expect(index.size).toBe(2_001);

    // Each row is either as it was or as it is.
    void queue.apply(many('new'), []);
    expect(messages()).toEqual(new Set(['old', 'new']));
    await queue.apply([], [row('first', 'old').id]);
    expect(messages()).toEqual(new Set(['new']));
  });

  it('keeps the order, deletes before it adds, and goes on behind a change that fails', async () => {
    const { index, queue, row, many, messages } = setup();
    const failing = queue.apply([...many('older'), row('r0', 'older')], ['no']);
    const older = queue.apply(many('older'), []);
    const newer = queue.apply(many('newer'), [row('r7', 'older').id]);
    await expect(failing).rejects.toThrow('not the id of a resource');
    await Promise.all([older, newer]);
    expect(messages()).toEqual(new Set(['newer']));
    expect(index.size).toBe(2_000);
  });
});
