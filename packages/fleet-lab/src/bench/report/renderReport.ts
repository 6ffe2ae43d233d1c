import type { Outcome } from './Outcome';

function number(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en');
}

function line(outcome: Outcome): string {
  const { id, title, unit, ours, yardstick, ratio, floor, goal, met } = outcome;
  const cells = [
    id,
    `${title} (${unit})`,
    number(ours),
    number(yardstick),
    ratio === null ? '' : `${number(ratio)}×`,
    number(floor ?? null),
    goal,
    met ? 'yes' : '**no**',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The page of documentation, out of the outcomes alone. */
export function renderReport(outcomes: Outcome[], machine: string): string {
  const unmet = outcomes.filter(({ met }) => !met);
  const unsteady = outcomes.filter(outcome => outcome.unsteady);
  return [
    '# Performance',
    '',
    '<!-- Written by `./dev bench --write` from docs/data/performance.json: do not edit. -->',
    '',
    'What the data plane costs, against what others would use in its place. Both sides run in turns, in processes of their own, on the same machine; what they answer is compared before anything is timed. CPU is that of all threads of a process. Figures are medians; a ratio says how many times ours is better.',
    '',
    `Measured on: ${machine}. \`./dev bench [B1…B7] [--write]\` measures again; it needs PostgreSQL, as the tests do, and about a quarter of an hour.`,
    '',
    '| | what | ours | yardstick | ratio | floor | goal | met |',
    '| --- | --- | --: | --: | --: | --: | --- | --- |',
    ...outcomes.map(line),
    '',
    '## The yardsticks',
    '',
    'Their code is in `packages/fleet-lab/src/bench`: `programs/informers.ts` (informers of `@kubernetes/client-node`, unmodified), `programs/upserts.ts` (its watch, and one upsert per event), `yardsticks/` (lists in SQL: statements, indexes, and in `plans.txt` how PostgreSQL and SQLite run them), `programs/fetcher.ts` (the fetcher of `@backstage/plugin-kubernetes-backend` as it is released), and `programs/drain.ts` (the floor: unpack and parse everything, keep nothing). The clusters are one process that answers with bytes rendered beforehand, over TLS, with HTTP/2 and HTTP/1.1; its objects have the sizes of real ones (`objects/`). There is no network in between, and no cost of a real API server.',
    '',
    ...(unmet.length
      ? [
          '## Goals that are not met',
          '',
          ...unmet.map(
            ({ id, title, ours, unit, ratio, goal, explanation }) =>
              `- **${id}** ${title}: ${number(ours)} ${unit}${
                ratio === null ? '' : `, ${number(ratio)}×`
              }; the goal is ${goal}. ${explanation}`,
          ),
          '',
        ]
      : []),
    ...(unsteady.length
      ? [
          `The medians of the two halves of the rounds differ by more than a quarter for ${unsteady
            .map(({ id }) => id)
            .join(', ')}: the machine had other work.`,
          '',
        ]
      : []),
    '## Further figures',
    '',
    ...outcomes
      .filter(({ details }) => details)
      .flatMap(({ id, title, rounds, details }) => [
        `### ${id}`,
        '',
        `${title}. ${rounds === 1 ? 'One round' : `${rounds} rounds`}.`,
        '',
        ...Object.entries(details!).map(
          ([name, value]) => `- ${name}: ${value}`,
        ),
        '',
      ]),
  ].join('\n');
}
