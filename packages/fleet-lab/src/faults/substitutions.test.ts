import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../replica/ROOT';
import { replicaTime } from '../replica/replicaTime';
import { scaledTime } from '../replica/scaledTime';
import { faultCases } from './cases';

/** Code moves; a sabotage that finds nothing to take out would prove nothing. */
describe('what the lab replaces in the sources', () => {
  const all = [
    { title: 'scaled time', substitutions: scaledTime },
    { title: 'time of replicas', substitutions: replicaTime },
    ...faultCases.flatMap(({ id, sabotages }) =>
      sabotages.map(s => ({ ...s, title: `${id}: ${s.title}` })),
    ),
  ];

  it.each(all)('stands there exactly once: $title', ({ substitutions }) => {
    for (const { file, find } of substitutions) {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      expect({ file, find, times: text.split(find).length - 1 }).toEqual({
        file,
        find,
        times: 1,
      });
    }
  });
});
