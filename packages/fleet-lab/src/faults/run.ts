import { parseArgs } from 'node:util';
import { faultCases } from './cases';
import { type CaseResult, runSuite } from './runSuite';
import { writeReport } from './writeReport';

function toLine(result: CaseResult): string {
  const { id, title, seeds, survived, sabotages, notes } = result;
  if (result.skipped) return `skipped ${id} ${title}: ${result.skipped}`;
  const caught = sabotages.filter(s => s.caught).length;
  const figures = Object.entries(notes).map(([k, v]) => `${k} ${v}`);
  return [
    `${isPassed(result) ? 'ok     ' : 'FAILED '} ${id} ${title}`,
    `        survived ${survived}/${seeds}, sabotages caught ${caught}/${
      sabotages.length
    }; ${figures.join(', ')}`,
    ...result.failures.map(failure => `        ${failure}`),
    ...sabotages.map(s =>
      s.caught
        ? `        caught: ${s.title}: ${s.failure}`
        : `        NOT CAUGHT: ${s.title}${s.failure ? `: ${s.failure}` : ''}`,
    ),
  ].join('\n');
}

function isPassed(result: CaseResult): boolean {
  return result.survived === result.seeds && result.sabotageCaught !== false;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      seeds: { type: 'string', default: '3' },
      'no-sabotage': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const wanted = values.only?.flatMap(ids => ids.split(','));
  const unknown = wanted?.find(id => !faultCases.some(f => f.id === id));
  if (unknown) throw new Error(`There is no fault ${unknown}`);
  const results = await runSuite({
    cases: faultCases.filter(({ id }) => wanted?.includes(id) ?? true),
    seeds: Number(values.seeds),
    sabotage: !values['no-sabotage'],
    onResult: result => {
      console.log(toLine(result));
      // At once: whoever stops it keeps what is done.
      if (values.write) writeReport([result]);
    },
  });
  const ran = results.filter(({ skipped }) => !skipped);
  const passed = ran.filter(isPassed).length;
  console.log(
    `\n${passed} passed, ${ran.length - passed} failed, ${
      results.length - ran.length
    } skipped`,
  );
  // Not when nothing is left to do: what asks for a database that a case has ended goes on asking.
  process.exit(passed === ran.length ? 0 : 1);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
