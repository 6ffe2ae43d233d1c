import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { behaviours } from './behaviours';
import { kubectl } from './kubectl';
import type { RowResult } from './runTable';

const TIMEOUT_MS = 600_000;
jest.setTimeout(TIMEOUT_MS);

/** The command runs in a process of its own: client-node is an ES module, which Jest cannot load. */
function runConformance(): Promise<{ rows: RowResult[] }> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '../cli.ts'),
        'conformance',
        '--json',
      ],
      {
        env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
        maxBuffer: 64 * 1024 * 1024,
        timeout: TIMEOUT_MS,
      },
      (error, stdout, stderr) => {
        try {
          resolve(JSON.parse(stdout));
        } catch {
          reject(new Error(`conformance gave no report: ${stderr || error}`));
        }
      },
    );
  });
}

describe('the simulated API server answers as a real one', () => {
  const results = new Map<string, RowResult>();

  beforeAll(async () => {
    const { rows } = await runConformance();
    rows.forEach(row => results.set(row.id, row));
  });

  it('has no two rows of one id', () => {
    const ids = behaviours.map(row => row.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  const unfit = kubectl.unfit();
  const runs = (id: string) => !(unfit && id.startsWith('kubectl/'));

  it.each(
    behaviours.filter(row => runs(row.id)).map(row => [row.id, row.what]),
  )('%s: %s', id => {
    const row = results.get(id);
    expect({ result: row?.result, reason: row?.reason }).toEqual({
      result: 'passed',
    });
  });

  for (const { id, what } of behaviours.filter(row => !runs(row.id))) {
    // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- counted, with the reason in its name
    it.skip(`${id}: ${what} (${unfit})`, () => undefined);
  }
});
