import { F10 } from './cases/F10';
import { F20 } from './cases/F20';
import { runSuite } from './runSuite';

jest.setTimeout(600_000);

/** The whole suite is `./dev test:faults`; this is what fits beside other tests. */
describe('a fleet under faults', () => {
  it('survives a failing API server and lines that cannot be read', async () => {
    const results = await runSuite({
      cases: [F10, F20],
      seeds: 1,
      sabotage: false,
    });
    expect(results).toMatchObject([
      { id: 'F10', survived: 1, lost: 0, invented: 0, failures: [] },
      { id: 'F20', survived: 1, lost: 0, invented: 0, failures: [] },
    ]);
  });

  it('is noticed when it does not', async () => {
    const [result] = await runSuite({ cases: [F20], seeds: 0, sabotage: true });
    expect(result.sabotages).toMatchObject([{ caught: true }]);
  });
});
