import { mkdtempSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { FleetState } from './FleetState';

describe('FleetState', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives a cluster the same port and tokens at every start', () => {
    const first = FleetState.open({ folder, basePort: 20_000 });
    const [one, two] = ['one', 'two'].map(name => first.cluster(name));
    expect([one.port, two.port]).toEqual([20_000, 20_001]);
    const second = FleetState.open({ folder, basePort: 20_000 });
    // In another order, too.
    expect(second.cluster('two')).toEqual(two);
    expect(second.cluster('one')).toEqual(one);
    // eslint-disable-next-line no-bitwise
    expect(statSync(join(folder, 'state.json')).mode & 0o077).toBe(0);
  });

  it('moves to another base port and keeps the tokens', () => {
    const { tokens } = FleetState.open({ folder, basePort: 20_000 }).cluster(
      'two',
    );
    const moved = FleetState.open({ folder, basePort: 30_000 }).cluster('two');
    expect(moved).toEqual({ port: 30_001, tokens });
  });
});
