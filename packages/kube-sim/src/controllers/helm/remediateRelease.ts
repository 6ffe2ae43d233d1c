import { Pass } from '../runtime/Controller';
import { timestamp } from '../runtime/timestamp';
import { HelmReleasePass } from './HelmReleasePass';
import { ReleaseActions } from './ReleaseActions';

/** Pause between a remediation and the next attempt, milliseconds, as recorded. */
const AFTER_REMEDIATION_MS = 10_000;
const RELEASED = new Set(['deployed', 'superseded']);

/** After a failed action: rolls back or uninstalls when the spec says so, then lets it be tried again or gives up. */
export function* remediateRelease(options: {
  pass: HelmReleasePass;
  actions: ReleaseActions;
  action: 'install' | 'upgrade';
  /** Name and version, for messages. */
  chart: string;
}): Pass {
  const { pass, actions, action, chart } = options;
  const { clock } = pass.handle.context;
  const { remediation = {} } = pass.handle.object.spec[action] ?? {};
  const retries = remediation.retries ?? 0;
  const failures = pass.status[`${action}Failures`];
  const last = retries >= 0 && failures > retries;
  const remediatesLast =
    remediation.remediateLastFailure ?? (action === 'upgrade' && retries > 0);
  const message = `Failed to ${action} after ${failures} attempt(s)`;
  if (last && !remediatesLast) {
    pass.exhausted({ message });
    yield 6;
    pass.close();
    return undefined;
  }
  const history: any[] = pass.status.history;
  const [failed] = history;
  const good = history.find(item => RELEASED.has(item.status));
  const name = `${actions.namespace}/${actions.name}`;
  const startedAt = clock.now();
  const rollsBack =
    action === 'upgrade' && remediation.strategy !== 'uninstall' && good;
  let outcome: [string, string];
  let snapshot: any;
  if (rollsBack) {
    pass.running('rollback', false);
    yield 10;
    yield* actions.deploy({
      objects: actions.stored(good.version),
      previous: actions.stored(failed.version),
      timeoutMs: pass.timeoutMs,
    });
    snapshot = actions.record({
      action: 'rollback',
      status: 'deployed',
      version: failed.version + 1,
      from: good.version,
      values: {},
      configDigest: good.configDigest,
      firstDeployed: good.firstDeployed,
      startedAt,
      ociDigest: good.ociDigest,
    });
    outcome = [
      'RollbackSucceeded',
      `Helm rollback to previous release ${name}.v${good.version} with chart ${good.chartName}@${good.chartVersion} succeeded`,
    ];
  } else {
    pass.running('uninstall', false);
    yield 100;
    actions.remove(actions.stored(failed.version));
    actions.forget();
    snapshot = {
      ...failed,
      ...(failed.action && { action: 'uninstall-remediation' }),
      // As recorded: Helm's last word before the release Secret goes.
      status: 'uninstalling',
      deleted: timestamp(clock.now()),
    };
    outcome = [
      'UninstallSucceeded',
      `Helm uninstall remediation for release ${name}.v${failed.version} with chart ${chart} succeeded`,
    ];
  }
  const ready = pass.status.conditions.find(
    (item: any) => item.type === 'Ready',
  );
  if (last) pass.exhausted({ message, remediated: outcome });
  else {
    pass.retrying({
      remediated: outcome,
      ...(rollsBack && { ready: outcome }),
      progress: rollsBack ? outcome[1] : ready.message,
    });
  }
  yield 6;
  pass.close(status => {
    const older = status.history.map((item: any) =>
      item.status === 'deployed' ? { ...item, status: 'superseded' } : item,
    );
    status.history = rollsBack
      ? [snapshot, ...older]
      : [snapshot, ...older.slice(1)];
  });
  return last ? undefined : AFTER_REMEDIATION_MS;
}
