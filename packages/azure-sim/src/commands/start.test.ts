import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { ClientSecretCredential } from '@azure/identity';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { AKS_SERVER_APP } from '../constants';
import {
  DEMO_CLIENT,
  DEMO_SUBSCRIPTIONS,
  DEMO_TENANT,
} from '../demo/demoAzure';

jest.setTimeout(240_000);

interface Ready {
  config: string;
  text: string[];
}

/** A port that was free a moment ago, with room for the others after it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return Math.min(port, 64_000);
}

describe('the demo of Azure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-demo-'));
  const children: ChildProcess[] = [];
  let port: number;

  beforeAll(async () => {
    port = await freePort();
  });
  afterAll(() => {
    children.forEach(child => child.kill('SIGKILL'));
    rmSync(folder, { recursive: true });
  });

  const start = () => {
    const child = fork(
      join(__dirname, '../cli.ts'),
      ['--dir', folder, '--base-port', String(port)],
      {
        execArgv: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    children.push(child);
    return new Promise<{ child: ChildProcess; ready: Ready }>(
      (resolve, reject) => {
        child.on(
          'message',
          (message: any) =>
            message?.type === 'ready' && resolve({ child, ready: message }),
        );
        child.once('exit', code => reject(new Error(`ended with ${code}`)));
      },
    );
  };
  const end = (child: ChildProcess) =>
    new Promise<number | null>(resolve => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  /** The status of a list of Kustomizations, or why there was none. */
  const look = (
    address: { server: string; ca: string },
    token: string,
  ): Promise<number | string> =>
    new Promise(resolve => {
      request(
        `${address.server}/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations`,
        {
          ca: address.ca,
          headers: { authorization: `Bearer ${token}` },
          agent: false,
        },
        response => {
          response.resume();
          resolve(response.statusCode!);
        },
      )
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code!))
        .end();
    });

  it('shows a cluster of each sort, and comes back with the same secret, CA and addresses', async () => {
    const first = await start();
    const { config, text } = first.ready;
    const overlay = readFileSync(config, 'utf8');
    const field = (name: string) =>
      new RegExp(`${name}: (.*)`).exec(overlay)![1];
    const ca = overlay
      .slice(overlay.indexOf('-----BEGIN'))
      .replace(/^ +/gm, '');
    const said = text.join('\n');
    expect(said).toContain('nothing of it is or reaches Azure');
    const secret = /client secret +(\S+)/.exec(said)![1];
    // eslint-disable-next-line no-bitwise
    expect(statSync(join(folder, 'client-secret')).mode & 0o077).toBe(0);

    const options = { tlsOptions: { ca } };
    const credential = new ClientSecretCredential(
      DEMO_TENANT,
      DEMO_CLIENT,
      secret,
      {
        ...options,
        authorityHost: field('authorityHost'),
        disableInstanceDiscovery: true,
      },
    );
    const { token } = await credential.getToken(`${AKS_SERVER_APP}/.default`);
    const seen: Record<string, unknown> = {};
    for (const { subscriptionId } of DEMO_SUBSCRIPTIONS) {
      const { managedClusters } = new ContainerServiceClient(
        credential,
        subscriptionId,
        { ...options, endpoint: field('resourceManagerEndpoint') },
      );
      for await (const { id, name, powerState } of managedClusters.list()) {
        const { kubeconfigs } =
          await managedClusters.listClusterUserCredentials(
            id!.split('/')[4],
            name!,
          );
        const yaml = Buffer.from(kubeconfigs![0].value!).toString();
        const [, authority] = /authority-data: (.*)/.exec(yaml)!;
        const [, server] = /server: (.*)/.exec(yaml)!;
        seen[name!] = [
          powerState!.code,
          await look(
            { server, ca: Buffer.from(authority, 'base64').toString() },
            token,
          ),
        ];
      }
    }
    expect(seen).toEqual({
      'aks-shop-weu': ['Running', 200],
      'aks-legacy': ['Running', 401],
      'aks-payments': ['Running', expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)],
      'aks-staging': ['Running', 200],
      'aks-labs': ['Running', 403],
      'aks-loadtest': ['Stopped', expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)],
    });
    expect(await end(first.child)).toBe(0);

    const second = await start();
    expect(second.ready).toEqual(first.ready);
    expect(readFileSync(config, 'utf8')).toBe(overlay);
    expect(await end(second.child)).toBe(0);
  });
});
