import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = join(__dirname, '../../../../..');
const OUT = join(ROOT, '.cache/bench');
const built = new Map<string, Promise<string>>();

/** The thread of the ingest names its own file: it is one of its own here too, as in a release. */
const THREAD =
  '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/ingest/ingestThreadFile';

const plugin: Plugin = {
  name: 'bench',
  setup({ onResolve, onLoad }) {
    // Only our own sources are bundled.
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || /^@(flux-orchestrator|internal)\//.test(path)
        ? undefined
        : { path, external: true },
    );
    onLoad({ filter: /ingestThreadFile\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const file = JSON.stringify(join(OUT, 'ingestThread.cjs'));
      return { loader: 'ts', contents: text.replace('__filename', file) };
    });
  },
};

/** Bundles our own sources, as a release does; packages of others stay where they are. Answers the file. */
async function bundle(name: string): Promise<string> {
  await build({
    entryPoints: {
      [name]: join(__dirname, '../programs', `${name}.ts`),
      ingestThread: THREAD,
    },
    outdir: OUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'error',
    plugins: [plugin],
  });
  return join(OUT, `${name}.cjs`);
}

/**
 * Makes one file of a program in `programs/`, once per process. Programs are measured, so they must not carry the
 * transform that loads TypeScript: it alone weighs 40 MB.
 */
export function buildProgram(name: string): Promise<string> {
  let file = built.get(name);
  if (!file) {
    file = bundle(name);
    built.set(name, file);
  }
  return file;
}
