import { readFileSync } from 'fs';
import { resolve } from 'path';
import { gunzipSync } from 'zlib';
import { helmCluster } from './__fixtures__/helmCluster';

const recorded = (life: string): any[] =>
  JSON.parse(
    readFileSync(resolve(__dirname, `__fixtures__/${life}.json`), 'utf8'),
  );
const annotate =
  (...names: string[]) =>
  (token: string) =>
  (object: any) => {
    for (const name of names) {
      object.metadata.annotations[`reconcile.fluxcd.io/${name}`] = token;
    }
  };
const request = annotate('requestedAt');
/** The states of the conditions in the order they appear, without the patches between. */
const story = (statuses: any[]) => {
  const result: string[] = [];
  for (const status of statuses) {
    const line = [
      ...(status?.conditions ?? []).map(
        (item: any) => `${item.type}=${item.status}/${item.reason}`,
      ),
    ]
      .sort()
      .join(' ');
    const rest = [
      status?.observedGeneration,
      status?.failures ?? 0,
      status?.upgradeFailures ?? 0,
      status?.installFailures ?? 0,
      (status?.history ?? [])[0]?.version ?? 0,
      (status?.history ?? [])[0]?.status ?? '-',
      status?.inventory?.entries?.length ?? 0,
    ].join(' ');
    const text = `${line} | ${rest}`;
    if (result.at(-1) !== text) result.push(text);
  }
  return result;
};

describe('HelmReleaseController', () => {
  it('lives the recorded life: install, no-ops, upgrade, drift, suspend, force, failing upgrades, reset, fix, delete', () => {
    const cluster = helmCluster();
    const edit = (change: (object: any) => void) =>
      cluster.edit('HelmRelease', 'rel', change);
    cluster.release('rel', {
      values: { replicaCount: 2 },
      driftDetection: { mode: 'enabled' },
      upgrade: {
        remediation: {
          retries: 1,
          strategy: 'rollback',
          remediateLastFailure: true,
        },
      },
    });
    cluster.clock.advance(20_000);
    for (const token of ['one', 'two', 'three']) {
      edit(request(token));
      cluster.clock.advance(3000);
    }
    edit(object => {
      object.spec.values.replicaCount = 3;
    });
    cluster.clock.advance(15_000);
    cluster.edit(
      'Deployment',
      'rel-podinfo',
      object => {
        object.spec.replicas = 7;
      },
      'kubectl-edit',
    );
    edit(request('four'));
    cluster.clock.advance(5000);
    edit(object => {
      object.spec.suspend = true;
    });
    cluster.clock.advance(1000);
    edit(request('five'));
    cluster.clock.advance(1000);
    edit(object => {
      object.spec.suspend = false;
    });
    cluster.clock.advance(1000);
    edit(annotate('requestedAt', 'forceAt')('six'));
    cluster.clock.advance(10_000);
    edit(object => {
      object.spec.values.state = 'CrashLoopBackOff';
    });
    cluster.clock.advance(120_000);
    edit(annotate('requestedAt', 'resetAt')('seven'));
    cluster.clock.advance(1000);
    edit(object => {
      object.spec.values = { state: 'Running', replicaCount: 1 };
    });
    cluster.clock.advance(60_000);
    cluster.store.delete(
      'helm.toolkit.fluxcd.io',
      'HelmRelease',
      'live',
      'rel',
    );
    cluster.clock.advance(5000);
    expect(story(cluster.statuses('HelmRelease', 'rel'))).toEqual(
      story(recorded('helmrelease-life')),
    );
  });

  it('gives up an install as recorded: uninstalls after the first failure, stalls after the second', () => {
    const cluster = helmCluster();
    cluster.release('rel-install', {
      timeout: '8s',
      values: { state: 'CrashLoopBackOff' },
      install: { remediation: { retries: 1 } },
    });
    cluster.clock.advance(60_000);
    expect(story(cluster.statuses('HelmRelease', 'rel-install'))).toEqual(
      story(recorded('rel-install')),
    );
  });

  it('stalls as recorded when the hook of an upgrade fails and no retries are set', () => {
    const cluster = helmCluster();
    cluster.release('rel-hook');
    cluster.clock.advance(10_000);
    cluster.edit('HelmRelease', 'rel-hook', object => {
      object.spec.values = { hook: 'Failed' };
    });
    cluster.clock.advance(60_000);
    expect(story(cluster.statuses('HelmRelease', 'rel-hook'))).toEqual(
      story(recorded('rel-hook')),
    );
  });

  it('tries a template that fails again and again, as recorded, and never stalls', () => {
    const cluster = helmCluster();
    cluster.release('rel-values', { values: { bad: true } });
    cluster.clock.advance(30_000);
    const lived = story(cluster.statuses('HelmRelease', 'rel-values'));
    const wanted = story(recorded('rel-values'));
    expect(wanted.length).toBeGreaterThan(15);
    expect(lived.slice(0, wanted.length)).toEqual(wanted);
    expect(
      cluster.get('HelmRelease', 'rel-values')!.status.installFailures,
    ).toBeUndefined();
  });

  it('stores releases as Helm does and keeps five of them', () => {
    const cluster = helmCluster();
    cluster.release('rel', { values: { replicaCount: 1 } });
    cluster.clock.advance(20_000);
    for (let replicas = 2; replicas <= 7; replicas++) {
      cluster.edit('HelmRelease', 'rel', object => {
        object.spec.values = { replicaCount: replicas };
      });
      cluster.clock.advance(30_000);
    }
    const secrets = cluster.store
      .list('', 'Secret', 'live')
      .filter(secret => secret.type === 'helm.sh/release.v1');
    expect(secrets.map(({ metadata }) => metadata.name).sort()).toEqual(
      [3, 4, 5, 6, 7].map(version => `sh.helm.release.v1.rel.v${version}`),
    );
    const last = secrets.find(({ metadata }) => metadata.name.endsWith('v7'))!;
    expect(last.metadata.labels).toMatchObject({
      name: 'rel',
      owner: 'helm',
      status: 'deployed',
      version: '7',
    });
    const packed = Buffer.from(last.data.release, 'base64').toString();
    const release = JSON.parse(
      gunzipSync(Buffer.from(packed, 'base64')).toString(),
    );
    expect(release).toMatchObject({
      name: 'rel',
      version: 7,
      config: { replicaCount: 7 },
    });
    expect(release.manifest).toContain('kind: Deployment');
    expect(release.manifest).not.toContain('helm.sh/hook');
  });

  it('records a reset that finds nothing to reset', () => {
    const cluster = helmCluster();
    cluster.release('rel');
    cluster.clock.advance(20_000);
    cluster.edit(
      'HelmRelease',
      'rel',
      annotate('requestedAt', 'resetAt')('one'),
    );
    cluster.clock.advance(3000);
    expect(cluster.get('HelmRelease', 'rel')!.status).toMatchObject({
      lastHandledReconcileAt: 'one',
      lastHandledResetAt: 'one',
      history: [{ version: 1 }],
    });
  });

  it('forces only with the token of the request', () => {
    const cluster = helmCluster();
    cluster.release('rel');
    cluster.clock.advance(20_000);
    const version = () =>
      cluster.get('HelmRelease', 'rel')!.status.history[0].version;
    cluster.edit('HelmRelease', 'rel', object => {
      request('one')(object);
      object.metadata.annotations['reconcile.fluxcd.io/forceAt'] = 'other';
    });
    cluster.clock.advance(20_000);
    expect(version()).toBe(1);
    cluster.edit(
      'HelmRelease',
      'rel',
      annotate('requestedAt', 'forceAt')('two'),
    );
    cluster.clock.advance(20_000);
    expect(version()).toBe(2);
  });

  it('has no inventory before Flux 2.8', () => {
    const statusOf = (version: string) => {
      const cluster = helmCluster(version);
      cluster.release('rel');
      cluster.clock.advance(20_000);
      return cluster.get('HelmRelease', 'rel')!.status;
    };
    expect(statusOf('v2.7.5').inventory).toBeUndefined();
    expect(statusOf('v2.7.5').history[0].action).toBeUndefined();
    expect(statusOf('v2.8.6').inventory.entries).toHaveLength(2);
  });
});
