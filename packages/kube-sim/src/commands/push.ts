import { readFileSync } from 'fs';
import { request } from 'http';
import { join, resolve } from 'path';
import { parseArgs } from 'util';

const ROOT = resolve(__dirname, '../../../..');

/** `./dev sim push REPO [--break]`: publishes a new revision in the running demo fleet. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      break: { type: 'boolean', default: false },
      dir: { type: 'string', default: '.demo' },
    },
  });
  const [repository] = positionals;
  if (!repository || positionals.length > 1) {
    process.stderr.write('usage: sim push REPO [--break] [--dir DIR]\n');
    process.exitCode = 2;
    return;
  }
  let control: { port: number; token: string };
  try {
    const file = join(resolve(ROOT, values.dir), 'control.json');
    control = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    process.stderr.write('No demo fleet runs here: start one with ./dev sim\n');
    process.exitCode = 1;
    return;
  }
  const { status, answer } = await new Promise<{
    status: number | undefined;
    answer: any;
  }>((done, fail) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: control.port,
        method: 'POST',
        path: '/push',
        headers: { authorization: `Bearer ${control.token}` },
      },
      response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          done({ status: response.statusCode, answer: JSON.parse(text) }),
        );
      },
    );
    call.on('error', () =>
      fail(new Error('No demo fleet answers: start one with ./dev sim')),
    );
    call.end(JSON.stringify({ repository, break: values.break }));
  });
  if (status !== 200) {
    process.stderr.write(`${answer.error}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(
    `${answer.repository}: ${answer.revision}\nEach cluster follows at its next interval, or when its source is reconciled.\n`,
  );
}
