import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../replica/ROOT';
import { faultCases } from './cases';
import { NOT_RUN } from './NOT_RUN';
import type { CaseResult } from './runSuite';

const DATA = path.join(ROOT, 'docs/data/reliability.json');
const PAGE = path.join(ROOT, 'docs/reliability.md');

type Entry = CaseResult | { id: string; title: string; skipped: string };

/** Keeps these results beside those of other cases, and writes the page anew from all. */
export function writeReport(results: readonly CaseResult[]): void {
  const entries = new Map<string, Entry>();
  if (existsSync(DATA)) {
    const before: Entry[] = JSON.parse(readFileSync(DATA, 'utf8'));
    const known = new Set(faultCases.map(({ id }) => id));
    before.forEach(e => known.has(e.id) && entries.set(e.id, e));
  }
  NOT_RUN.forEach(entry => entries.set(entry.id, entry));
  results.forEach(result => entries.set(result.id, result));
  const all = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  mkdirSync(path.dirname(DATA), { recursive: true });
  writeFileSync(DATA, JSON.stringify(all));
  writeFileSync(PAGE, toPage(all));
  const prettier = require.resolve('prettier/bin-prettier.js');
  spawnSync(process.execPath, [prettier, '--write', DATA, PAGE], { cwd: ROOT });
}

function isRun(entry: Entry): entry is CaseResult {
  return !entry.skipped;
}

function toPage(entries: readonly Entry[]): string {
  const run = entries.filter(isRun);
  const sum = (of: (entry: CaseResult) => number) =>
    run.reduce((total, entry) => total + of(entry), 0);
  const sabotages = run.flatMap(entry => entry.sabotages);
  const rows = run.map(entry => {
    const { id, title, seeds, survived, lost, invented, notes } = entry;
    const caught = entry.sabotages.filter(s => s.caught).length;
    const cells = [
      id,
      `${title}. ${entry.criterion}`,
      `${survived}/${seeds}`,
      lost,
      invented,
      `${caught}/${entry.sabotages.length}`,
      notes.recoveryMs ?? '',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const removed = run.flatMap(({ id, sabotages: list }) =>
    list.map(
      ({ title, caught }) => `| ${id} | ${title} | ${caught ? 'yes' : 'NO'} |`,
    ),
  );
  const skipped = entries
    .filter(entry => !isRun(entry))
    .map(({ id, title, skipped: why }) => `| ${id} | ${title} | ${why} |`);
  return [
    '# Reliability',
    '',
    'What a fleet can throw at the portal, and what came of it. Written by `./dev test:faults --write`, as is the',
    'file that it is made from, [reliability.json](data/reliability.json).',
    '',
    `**${run.length} faults, ${sum(e => e.survived)} of ${sum(
      e => e.seeds,
    )} runs survived; ${sum(e => e.lost)} rows lost, ${sum(
      e => e.invented,
    )} invented; ${sabotages.filter(s => s.caught).length} of ${
      sabotages.length
    } removed defences were noticed.**`,
    '',
    '## How it is tested',
    '',
    'Each fault meets real backends, in processes of their own, that watch [simulated clusters](kube-sim.md) through a',
    'proxy which does to connections, requests and lines of watches what it is told. What happens, and when, is chosen by',
    'a seed. While it lasts, objects are created, changed and deleted; afterwards an oracle reads the whole read model,',
    'page by page from the API and from the tables, and compares it with what the clusters hold: identity, status,',
    'suspension and revision. A row that is missing or old counts as lost, a row too many as invented. The deadline is two',
    'back-offs at their longest and one list, with a few seconds for the machine. A case also fails when an error was left',
    'uncaught, or when file descriptors stay open. Cases that do the same thing many times (F15, F20, F32) compare the heaps',
    'after a collection of garbage: a round may leave 128 KiB at most.',
    '',
    'Waits pass thirty times faster than on the wall: the clock of the data plane is scaled, and with it back-offs, idle',
    'limits, lengths of watches, discovery and probes. The limits of single requests, connects and pings are shortened less,',
    'to 1.5 to 4 s. Nothing in the product knows of this: the lab replaces named pieces of the sources as they are loaded',
    '([why](adr/0015-faults-by-substitution.md)). In the same way a defence is taken out, once for each line of the second',
    'table, and the case must fail then.',
    '',
    '## Results',
    '',
    '| fault | what must hold | survived | lost | invented | sabotage noticed | slowest recovery, ms |',
    '| ----- | -------------- | -------- | ---- | -------- | ---------------- | -------------------- |',
    ...rows,
    '',
    '## Defences taken out',
    '',
    '| fault | without | noticed |',
    '| ----- | ------- | ------- |',
    ...removed,
    '',
    ...(skipped.length
      ? [
          '## Not run by this suite',
          '',
          '| fault | what | why |',
          '| ----- | ---- | --- |',
          ...skipped,
          '',
        ]
      : []),
  ].join('\n');
}
