import { loadavg } from 'node:os';
import { benchmarks } from './benchmarks';
import type { Size } from './benchmarks/Benchmark';
import type { Outcome } from './report/Outcome';
import { writeReport } from './report/writeReport';

function describe(outcome: Outcome): string {
  const { met, title, ours, yardstick, unit, ratio, goal, unsteady } = outcome;
  return [
    met ? 'met    ' : 'NOT MET',
    `${title}: ${ours} ${unit}`,
    yardstick === null ? '' : `against ${yardstick}`,
    ratio === null ? '' : `= ${ratio}×`,
    `(goal: ${goal})`,
    unsteady ? 'the halves of the rounds differ' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `bench [B1…B7] [--write] [--smoke]` */
async function main(args: string[]): Promise<void> {
  const wanted = args.filter(arg => !arg.startsWith('-'));
  const flags = args.filter(arg => arg.startsWith('-'));
  const unknown = [
    ...wanted.filter(id => !benchmarks.some(benchmark => benchmark.id === id)),
    ...flags.filter(flag => !['--write', '--smoke'].includes(flag)),
  ];
  if (unknown.length) {
    throw new Error(
      `usage: bench [B1…B7] [--write] [--smoke], not ${unknown.join(' ')}`,
    );
  }
  const size: Size = flags.includes('--smoke') ? 'smoke' : 'full';
  const keeps = flags.includes('--write');
  if (keeps && size === 'smoke')
    throw new Error('--smoke figures are not kept');
  for (const benchmark of benchmarks) {
    if (wanted.length && !wanted.includes(benchmark.id)) continue;
    const startedAt = Date.now();
    console.log(
      `--- ${benchmark.id} ${benchmark.title} (load ${loadavg()[0].toFixed(
        1,
      )})`,
    );
    const found = await benchmark.run(size, line => console.log(`    ${line}`));
    // Figures of the smallest size say nothing about goals.
    for (const outcome of size === 'full' ? found : []) {
      console.log(describe(outcome));
    }
    // At once: a later one may fail.
    if (keeps) await writeReport(found);
    console.log(
      `    took ${Math.round(
        (Date.now() - startedAt) / 1000,
      )} s (load ${loadavg()[0].toFixed(1)})`,
    );
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  error => {
    console.error(error?.stack ?? error);
    process.exit(1);
  },
);
