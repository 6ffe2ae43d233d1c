import { readFileSync } from 'node:fs';

/** A command of a page, and what it is said to answer. */
export interface Example {
  /** Line of the page, from 1. */
  line: number;
  command: string;
  status: number;
  /** A piece of the answer, word for word. */
  fragment?: string;
  /** Names for what stands at a place of the answer, such as `items[0].id`. */
  names: Record<string, string>;
}

const BLOCK = /^```sh\n(.*?)^```$/gms;
const NAME = /; (\w+) is ([\w.[\]]+)/;
const ANSWER = new RegExp(`^# (\\d{3})(?:: (.+?))?((?:${NAME.source})*)$`);

/**
 * The curl commands of a page, one for each paragraph of its `sh` blocks. Fails when one does not say, in its last line,
 * what it answers: `# STATUS`, `# STATUS: PIECE` or `# STATUS: PIECE; NAME is PLACE`.
 */
export function readExamples(file: string): Example[] {
  const page = readFileSync(file, 'utf8');
  return [...page.matchAll(BLOCK)].flatMap(block => {
    let line = page.slice(0, block.index).split('\n').length + 1;
    return block[1].split('\n\n').flatMap(paragraph => {
      const start = line;
      line += paragraph.split('\n').length + 1;
      if (!/^curl /m.test(paragraph)) return [];
      const lines = paragraph.trim().split('\n');
      const answer = ANSWER.exec(lines.pop()!);
      if (!answer || paragraph.match(/^curl /gm)!.length > 1) {
        throw new Error(
          `${file}:${start}: an example is one curl, and its last line says what it answers`,
        );
      }
      const [, status, fragment, names] = answer;
      return [
        {
          line: start,
          command: lines.join('\n'),
          status: Number(status),
          fragment,
          names: Object.fromEntries(
            [...names.matchAll(new RegExp(NAME, 'g'))].map(m => [m[1], m[2]]),
          ),
        },
      ];
    });
  });
}
