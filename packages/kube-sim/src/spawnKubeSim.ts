import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ClusterUser, ControlCommand } from './cluster/ControlCommand';
import { kubeconfig } from './cluster/kubeconfig';
import type { ServeReply } from './cluster/serveProtocol';
import type { TokenIssuer } from './server/IssuedTokens';
import type { KubeObject } from './store/ObjectStore';

export interface SimClusterOptions {
  name: string;
  /** Put into the cluster with their status; missing namespaces are made. */
  objects?: KubeObject[];
  /** Runs the controllers of Kubernetes and Flux on top. */
  controllers?: boolean;
  port?: number;
  /** Such as `v1.36.2`. */
  kubernetesVersion?: string;
  tokens?: Partial<Record<ClusterUser, string>>;
  /** Its tokens are accepted besides the cluster's own. */
  tokenIssuer?: TokenIssuer;
  /** CustomResourceDefinitions to start with, instead of those of Flux 2.9. */
  crds?: KubeObject[];
}

export interface SimCluster {
  /** Address of the API server. */
  server: string;
  caPem: string;
  tokens: Record<ClusterUser, string>;
  /** Client certificate of a member of system:masters. */
  adminCertificate: { cert: string; key: string };
  kubeconfig(user?: ClusterUser): string;
  control<T = unknown>(command: ControlCommand): Promise<T>;
}

export interface KubeSim {
  clusters: Record<string, SimCluster>;
  stop(): Promise<void>;
}

/** Time for a child to start on a busy machine. */
const START_TIMEOUT_MS = 120_000;

/** Starts simulated clusters in a process of their own, which ends with this one at the latest. */
export async function spawnKubeSim(options: {
  clusters: SimClusterOptions[];
}): Promise<KubeSim> {
  const child = fork(join(__dirname, 'cli.ts'), ['serve'], {
    // Not those of the parent: a test runner has its own.
    execArgv: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let noise = '';
  child.stderr!.on('data', chunk => {
    noise = `${noise}${chunk}`.slice(-8000);
    if (process.env.KUBE_SIM_VERBOSE) {
      process.stderr.write(chunk);
    }
  });
  const pending = new Map<
    number,
    { resolve(value: any): void; reject(error: Error): void }
  >();
  let count = 0;
  let gone = false;
  const exited = new Promise<void>(resolve => {
    child.once('exit', code => {
      gone = true;
      pending.forEach(({ reject }) =>
        reject(new Error(`kube-sim ended with ${code}: ${noise}`)),
      );
      resolve();
    });
  });
  child.on('message', ({ id, result, error }: ServeReply) => {
    // Undefined for what the transform says about the files that it loads.
    const waiting = pending.get(id);
    pending.delete(id);
    if (error) {
      waiting?.reject(new Error(`kube-sim: ${error}`));
    } else {
      waiting?.resolve(result);
    }
  });
  const ask = <T>(message: Record<string, unknown>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (gone) {
        reject(new Error(`kube-sim is not running: ${noise}`));
        return;
      }
      count += 1;
      pending.set(count, { resolve, reject });
      child.send({ ...message, id: count });
    });
  const stop = async (): Promise<void> => {
    if (!gone) {
      child.kill('SIGKILL');
    }
    await exited;
  };

  let timer: NodeJS.Timeout | undefined;
  const started = await Promise.race([
    ask<Array<Omit<SimCluster, 'kubeconfig' | 'control'> & { name: string }>>({
      type: 'start',
      clusters: options.clusters,
    }),
    new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`kube-sim did not start: ${noise}`)),
        START_TIMEOUT_MS,
      );
    }),
  ])
    .catch(async error => {
      await stop();
      throw error;
    })
    .finally(() => clearTimeout(timer));

  const clusters: Record<string, SimCluster> = {};
  for (const { name, ...rest } of started) {
    const cluster: SimCluster = {
      ...rest,
      kubeconfig: (user = 'admin') =>
        kubeconfig({
          name,
          server: rest.server,
          caPem: rest.caPem,
          user,
          token: cluster.tokens[user],
        }),
      control: async <T>(command: ControlCommand): Promise<T> => {
        const result = await ask<any>({
          type: 'control',
          cluster: name,
          command,
        });
        if (command.type === 'rotateToken') {
          cluster.tokens[command.user] = result.token;
        }
        return result;
      },
    };
    clusters[name] = cluster;
  }
  return { clusters, stop };
}
