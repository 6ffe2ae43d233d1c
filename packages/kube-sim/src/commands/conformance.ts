import { parseArgs } from 'node:util';
import { openTarget } from '../conformance/openTarget';
import { runTable, type RowResult } from '../conformance/runTable';

/** Runs the conformance table on a simulated cluster, or on the cluster of a kubeconfig. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      kubeconfig: { type: 'string' },
    },
  });
  const { target, close } = await openTarget(
    values.kubeconfig ?? process.env.FLUXCD_TEST_KUBECONFIG,
  );
  const results: RowResult[] = [];
  try {
    await runTable(target, row => {
      results.push(row);
      if (!values.json) {
        const mark = { passed: 'ok', failed: 'FAIL', skipped: 'skip' }[
          row.result
        ];
        const reason = row.reason
          ? `\n     ${row.reason.split('\n').join('\n     ')}`
          : '';
        process.stdout.write(
          `${mark.padEnd(4)} ${row.id}: ${row.what}${reason}\n`,
        );
      }
    });
  } finally {
    await close();
  }
  const count = (result: RowResult['result']) =>
    results.filter(row => row.result === result).length;
  const summary = {
    server: target.server,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
  const text = values.json
    ? JSON.stringify({ ...summary, rows: results }, undefined, 2)
    : `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped on ${summary.server}`;
  // Ends at once: a row that hung may have left a connection open.
  process.stdout.write(`${text}\n`, () =>
    process.exit(summary.failed > 0 ? 1 : 0),
  );
}
