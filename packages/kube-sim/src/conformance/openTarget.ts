import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { spawnKubeSim } from '../spawnKubeSim';
import { Target } from './Target';

function decode(text: string | undefined): string | undefined {
  return text && Buffer.from(text, 'base64').toString('utf8');
}

/** The current context of a kubeconfig with its certificates and token inside. */
function fromKubeconfig(file: string, namespace: string): Target {
  const config: any = load(readFileSync(file, 'utf8'));
  const pick = (list: any[], name: string) =>
    list.find(one => one.name === name);
  const { context } = pick(config.contexts, config['current-context']);
  const { cluster } = pick(config.clusters, context.cluster);
  const { user } = pick(config.users, context.user);
  const read = (data: string | undefined, path: string | undefined) =>
    decode(data) ?? (path ? readFileSync(path, 'utf8') : undefined);
  return new Target({
    server: cluster.server,
    caPem: read(
      cluster['certificate-authority-data'],
      cluster['certificate-authority'],
    ),
    credentials: {
      token: user.token,
      cert: read(user['client-certificate-data'], user['client-certificate']),
      key: read(user['client-key-data'], user['client-key']),
    },
    kubeconfig: file,
    namespace,
  });
}

/** A server to test: the one that a kubeconfig names, else a simulated cluster that `close` ends. */
export async function openTarget(kubeconfig?: string): Promise<{
  target: Target;
  close(): Promise<void>;
}> {
  const namespace = `conformance-${randomBytes(3).toString('hex')}`;
  if (kubeconfig) {
    return {
      target: fromKubeconfig(kubeconfig, namespace),
      close: async () => undefined,
    };
  }
  const sim = await spawnKubeSim({ clusters: [{ name: 'conformance' }] });
  const cluster = sim.clusters.conformance;
  const folder = mkdtempSync(join(tmpdir(), 'kube-sim-'));
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, cluster.kubeconfig(), { mode: 0o600 });
  return {
    target: new Target({
      server: cluster.server,
      caPem: cluster.caPem,
      credentials: cluster.adminCertificate,
      kubeconfig: file,
      namespace,
      control: cluster.control,
    }),
    close: async () => {
      await sim.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
