import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { BenchDatabase } from '../process/BenchDatabase';
import type { Outcome } from './Outcome';
import { renderReport } from './renderReport';

const ROOT = join(__dirname, '../../../../..');
const DATA = join(ROOT, 'docs/data/performance.json');
const PAGE = join(ROOT, 'docs/performance.md');

/** Takes the outcomes over into the data, in the place of older ones of the same benchmarks, and writes the page anew. */
export async function writeReport(outcomes: Outcome[]): Promise<void> {
  const benchmarkOf = ({ id }: Outcome) => id.split('-')[0];
  const renewed = new Set(outcomes.map(benchmarkOf));
  const old: Outcome[] = existsSync(DATA)
    ? JSON.parse(readFileSync(DATA, 'utf8'))
    : [];
  const all = [
    ...old.filter(outcome => !renewed.has(benchmarkOf(outcome))),
    ...outcomes,
  ];
  // The order within a benchmark stays.
  all.sort((a, b) => benchmarkOf(a).localeCompare(benchmarkOf(b)));
  mkdirSync(join(ROOT, 'docs/data'), { recursive: true });
  writeFileSync(DATA, JSON.stringify(all));
  const database = await BenchDatabase.create();
  const { rows } = await database.knex.raw('show server_version');
  await database.drop();
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(
    totalmem() / 2 ** 30,
  )} GB, Node ${process.version.slice(1)}, PostgreSQL ${
    String(rows[0].server_version).split(' ')[0]
  }`;
  writeFileSync(PAGE, renderReport(all, machine));
  execFileSync('prettier', ['--write', DATA, PAGE], { stdio: 'ignore' });
}
