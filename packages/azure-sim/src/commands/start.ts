import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  DEMO_CLIENT,
  DEMO_OBJECT,
  DEMO_SUBSCRIPTIONS,
  DEMO_TENANT,
  demoClusters,
} from '../demo/demoAzure';
import { DemoServers } from '../demo/DemoServers';
import { overlay } from '../demo/overlay';
import { SigningKey } from '../directory/SigningKey';
import { tokenIssuer } from '../directory/tokenIssuer';
import { startAzureSim } from '../startAzureSim';

const ROOT = resolve(__dirname, '../../../..');
const HELP = `usage: azure-sim [--dir DIR] [--speed X] [--base-port P]

Starts an emulator of Azure on 127.0.0.1: Entra ID, Resource Manager, and AKS clusters that are simulated.
It is not Azure, and never speaks to it.
  --dir DIR       keeps certificates, keys, the secret and the clusters' ports (default .demo/azure)
  --speed X       lets time in the clusters pass X times faster (default 1)
  --base-port P   port of the first cluster; Entra ID and Resource Manager are at P + 90 and P + 91 (default 16543)
`;

/** The client secret of the demo, the same at every start. */
function keptSecret(folder: string): string {
  const file = join(folder, 'client-secret');
  if (!existsSync(file)) {
    writeFileSync(file, `demo~${randomBytes(24).toString('base64url')}\n`, {
      mode: 0o600,
    });
  }
  return readFileSync(file, 'utf8').trim();
}

async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string', default: '.demo/azure' },
      speed: { type: 'string', default: '1' },
      'base-port': { type: 'string', default: '16543' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const basePort = Number(values['base-port']);
  const folder = resolve(ROOT, values.dir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = keptSecret(folder);
  const key = await SigningKey.open('entra', folder);
  const servers = await DemoServers.start({
    folder,
    issuer: tokenIssuer(key, DEMO_TENANT),
    basePort,
    speed: values.speed,
  });
  const sim = await startAzureSim({
    folder,
    ports: { entra: basePort + 90, resourceManager: basePort + 91 },
    tenants: [
      {
        tenantId: DEMO_TENANT,
        name: 'Northwind Outfitters',
        clients: [
          {
            clientId: DEMO_CLIENT,
            objectId: DEMO_OBJECT,
            secrets: [secret],
          },
        ],
      },
    ],
    subscriptions: DEMO_SUBSCRIPTIONS,
    clusters: demoClusters(servers.servers()),
    pageSize: 2,
  }).catch(async error => {
    await servers.stop();
    throw error;
  });
  const config = join(folder, 'app-config.azure.yaml');
  writeFileSync(config, overlay(sim), { mode: 0o600 });

  const stop = async () => {
    await Promise.all([servers.stop(), sim.stop()]);
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (process.send) process.once('disconnect', stop);

  const text = [
    'Azure:      emulated on this machine; nothing of it is or reaches Azure. Add it under Settings → Azure:',
    '              cloud          Emulated Azure (demo)',
    `              tenant id      ${DEMO_TENANT}`,
    `              client id      ${DEMO_CLIENT}`,
    `              client secret  ${secret}`,
    ...DEMO_SUBSCRIPTIONS.map(
      ({ subscriptionId, name }, index) =>
        `              ${
          index === 0 ? 'subscriptions  ' : '               '
        }${subscriptionId}  ${name}`,
    ),
  ];
  if (process.send) {
    process.send({ type: 'ready', config, text });
  } else {
    process.stdout.write(
      [...text, `portal: --config ${config}`, 'azure-sim ready', ''].join('\n'),
    );
  }
}

/** `./dev azure-sim`: runs the emulator of the demo until it is told to stop. */
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
