import { parseArgs } from 'util';
import { readFileSync } from 'fs';
import { resolve } from 'path';
import { FleetRunner } from '../fleet/FleetRunner';
import { FleetState } from '../fleet/FleetState';
import { PushServer } from '../fleet/PushServer';
import { Upstreams } from '../fleet/Upstreams';
import { generateFleet } from '../fleet/generateFleet';
import { loadFleet } from '../fleet/loadFleet';
import { writeFleetFiles } from '../fleet/writeFleetFiles';

const ROOT = resolve(__dirname, '../../../..');
const HELP = `usage: sim [--clusters N --resources M] [--fleet NAME] [--dir DIR] [--speed X] [--base-port P]

Starts the demo fleet: Kubernetes API servers with Flux, simulated, on 127.0.0.1.
  --clusters N    a generated fleet of N clusters instead of the demo
  --resources M   Flux resources in all clusters of a generated fleet (default 100 a cluster)
  --fleet NAME    the clusters that NAME.yaml of the demo lists (default fleet)
  --dir DIR       keeps certificates, tokens and ports; kubeconfigs go to DIR/kubeconfigs (default .demo)
  --speed X       lets intervals, timeouts and pauses pass X times faster (default 1)
  --base-port P   port of the first cluster (default 16443)
  --token-issuer FILE
                  an issuer outside the clusters whose tokens they accept: JSON with publicKey (PEM), issuer, audience
`;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The demo is this old, slept most of it, and lived its last hour. */
const DEMO_PAST = {
  firstMs: 8 * MINUTE_MS,
  sleepMs: 120 * DAY_MS,
  lastMs: 58 * MINUTE_MS,
};
/** A generated fleet has only to settle. */
const GENERATED_PAST = { firstMs: MINUTE_MS, sleepMs: 0, lastMs: MINUTE_MS };

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!(value >= min && value <= max)) {
    throw new Error(`--${name} must be a number from ${min} to ${max}`);
  }
  return value;
}

/** `./dev sim`: runs a fleet until it is told to stop. */
export async function run(args: string[]): Promise<void> {
  try {
    await start(args);
  } catch (error) {
    // For people: what is wrong, without a stack.
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
    process.disconnect?.();
  }
}

async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      clusters: { type: 'string' },
      resources: { type: 'string' },
      fleet: { type: 'string', default: 'fleet' },
      'token-issuer': { type: 'string' },
      dir: { type: 'string', default: '.demo' },
      speed: { type: 'string', default: '1' },
      'base-port': { type: 'string', default: '16443' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const startedAt = Date.now();
  const speed = number('speed', values.speed, 0.1, 1000);
  const basePort = number('base-port', values['base-port'], 1024, 65_000);
  const folder = resolve(ROOT, values.dir);
  const generated = values.clusters
    ? number('clusters', values.clusters, 1, 500)
    : undefined;
  const past = generated ? GENERATED_PAST : DEMO_PAST;
  const pastMs = past.firstMs + past.sleepMs + past.lastMs;
  const upstreams = new Upstreams();
  const now = Date.now();
  const fleet = generated
    ? generateFleet({
        clusters: generated,
        resources: number(
          'resources',
          values.resources ?? String(100 * generated),
          1,
          200_000,
        ),
        upstreams,
        now,
      })
    : loadFleet({
        directory: resolve(ROOT, 'examples/demo-fleet'),
        list: values.fleet,
        upstreams,
        now,
        pastMs: past.lastMs,
      });

  const tokenIssuer =
    values['token-issuer'] &&
    JSON.parse(readFileSync(values['token-issuer'], 'utf8'));
  const state = FleetState.open({ folder, basePort });
  const runner = new FleetRunner({ upstreams, pastMs });
  let push: PushServer;
  try {
    for (const definition of fleet.clusters) {
      await runner.add(definition, {
        ...state.cluster(definition.name),
        folder: state.certificates,
        tokenIssuer,
        // A generated fleet is about size: fewer old versions are kept for watches that fell behind.
        ...(generated && { historySize: 200 }),
      });
    }
    await runner.replay(fleet, past);
    await runner.goLive({ speed });
    push = await PushServer.start({
      upstreams,
      clusters: runner.clusters.map(({ server }) => server),
      state,
    });
  } catch (error) {
    // Servers and timers that run already would keep the process.
    await runner.stop();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new Error(
          `${
            (error as Error).message
          }: does a fleet run already? Try another --base-port`,
        )
      : error;
  }
  const files = writeFleetFiles({ folder, clusters: runner.clusters });

  const stop = async () => {
    await push.stop();
    await runner.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (process.send) process.once('disconnect', stop);

  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const [first] = runner.clusters;
  process.stdout.write(
    [
      `kube-sim: ${runner.clusters.length} clusters on 127.0.0.1, ports ${basePort} and up, in ${seconds} s`,
      ...runner.clusters
        .slice(0, 10)
        .map(({ definition, server }) => `  ${definition.name}  ${server.url}`),
      ...(runner.clusters.length > 10 ? ['  …'] : []),
      `kubeconfigs: ${files.kubeconfigs} (NAME.yaml for the portal, NAME.admin.yaml for everything)`,
      `try: kubectl --kubeconfig ${files.kubeconfigs}/${first.definition.name}.admin.yaml get kustomizations -A`,
      ...(generated
        ? []
        : [
            `push: ./dev sim push ${upstreams
              .list()
              .map(({ name }) => name)
              .join('|')} [--break]`,
          ]),
      'kube-sim ready',
      '',
    ].join('\n'),
  );
  process.send?.({ type: 'ready', folder });
}
