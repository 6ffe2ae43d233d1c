import { Tree } from '../../fleet/Repository';
import { Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { duration } from '../runtime/duration';
import { readYaml } from '../runtime/readYaml';
import { timestamp } from '../runtime/timestamp';
import { HelmReleasePass } from './HelmReleasePass';
import { ReleaseActions } from './ReleaseActions';
import { RenderError } from './RenderError';
import { detectDrift } from './detectDrift';
import { renderChart } from './renderChart';

type Action = 'install' | 'upgrade';
const RELEASED = new Set(['deployed', 'superseded']);
/** Pause between a remediation and the next attempt, milliseconds, as recorded. */
const AFTER_REMEDIATION_MS = 10_000;
const title = (word: string) => word[0].toUpperCase() + word.slice(1);

/** Decides what a HelmRelease whose chart and values are there needs next, does it, and remediates what failed. */
export class ReleaseRun {
  readonly #context: ControllerContext;
  readonly #pass: HelmReleasePass;
  readonly #actions: ReleaseActions;
  readonly #values: Record<string, unknown>;
  readonly #configDigest: string;
  readonly #revision: string;
  readonly #ociDigest: string | undefined;
  readonly #tree: Tree;
  readonly #chartName: string;

  constructor(options: {
    context: ControllerContext;
    pass: HelmReleasePass;
    tree: Tree;
    values: Record<string, unknown>;
    configDigest: string;
    artifact: { revision: string };
    isOci: boolean;
  }) {
    const { context, pass, tree, artifact } = options;
    this.#context = context;
    this.#pass = pass;
    this.#tree = tree;
    this.#values = options.values;
    this.#configDigest = options.configDigest;
    this.#actions = new ReleaseActions({ context, owner: pass.handle.object });
    const chart = readYaml(tree.get('Chart.yaml'));
    this.#chartName = chart.name;
    const id = artifact.revision.split('@').pop()!;
    this.#ociDigest = options.isOci ? id : undefined;
    this.#revision = options.isOci
      ? `${chart.version}+${id.replace('sha256:', '').slice(0, 12)}`
      : artifact.revision;
    pass.useAnnotations({
      revision: this.#revision,
      appVersion: chart.appVersion,
      token: options.configDigest,
    });
  }

  *next(): Pass {
    const pass = this.#pass;
    const { spec } = pass.handle.object;
    const { status } = pass;
    const [current] = status.history ?? [];
    const edited =
      status.lastAttemptedGeneration !== pass.generation ||
      status.lastAttemptedConfigDigest !== this.#configDigest ||
      status.lastAttemptedRevision !== this.#revision;
    const fresh = edited || pass.resetAt !== undefined;
    const installed = status.history?.some((item: any) =>
      RELEASED.has(item.status),
    );
    const action: Action = installed ? 'upgrade' : 'install';
    const failures = fresh ? 0 : status[`${action}Failures`] ?? 0;
    const inSync =
      current?.status === 'deployed' &&
      current.configDigest === this.#configDigest &&
      current.chartVersion === this.#revision.replace(/\+.*$/, '') &&
      (!this.#ociDigest || current.ociDigest === this.#ociDigest) &&
      current.action !== 'rollback';
    if (inSync && !pass.forceAt) return yield* this.#keep(current);
    const retries = spec[action]?.remediation?.retries ?? 0;
    if (failures > retries && retries >= 0 && !pass.forceAt) {
      const message = `Failed to ${action} after ${failures} attempt(s)`;
      pass.exhausted({ message });
      yield 6;
      pass.close();
      return undefined;
    }
    return yield* this.#release(action, fresh);
  }

  /** Nothing new to release: only drift is looked for. */
  *#keep(current: any): Pass {
    const pass = this.#pass;
    const { spec } = pass.handle.object;
    const mode = spec.driftDetection?.mode;
    const detects = mode === 'enabled' || mode === 'warn';
    const objects = detects
      ? this.#actions.marked(this.#actions.stored(current.version))
      : [];
    const changes = detectDrift(objects, object => this.#actions.find(object));
    const release = `${this.#actions.namespace}/${this.#actions.name}.v${
      current.version
    }`;
    const finish = (status: any) => {
      status.lastAttemptedGeneration = pass.generation;
    };
    if (changes.length) {
      const drifted = `Cluster state of release ${release} has drifted from the desired state:\n${changes.join(
        '\n',
      )}`;
      if (mode === 'enabled') {
        pass.running('correct cluster drift', false);
      }
      pass.handle.patchStatus((_, conditions) =>
        conditions.set('Drifted', 'True', 'DriftDetected', drifted),
      );
      pass.event('Warning', 'DriftDetected', drifted, false);
      yield 50;
      if (mode === 'enabled') {
        pass.handle.patchStatus((_, conditions) =>
          conditions.set(
            'Ready',
            'Unknown',
            'Progressing',
            'correcting cluster drift',
          ),
        );
        yield* this.#actions.deploy({
          objects: this.#actions.stored(current.version),
          previous: [],
          timeoutMs: pass.timeoutMs,
          disableWait: true,
        });
        const configured = changes
          .map(line => line.replace(/ (changed|removed).*$/, ' configured'))
          .join('\n');
        pass.event(
          'Normal',
          'DriftCorrected',
          `Cluster state of release ${release} has been corrected:\n${configured}`,
        );
        pass.close(finish);
        // The correction counts as an unfinished pass: the next one finds the release in order.
        yield 750;
        pass.begin();
        yield 50;
      } else {
        pass.settled(['True', 'DriftDetected', drifted]);
        yield 6;
        pass.close(finish);
        return pass.nextMs;
      }
    }
    pass.settled(this.#noDrift());
    yield 6;
    pass.close(finish);
    return pass.nextMs;
  }

  *#release(action: Action, fresh: boolean): Pass {
    const pass = this.#pass;
    const { clock } = this.#context;
    const { spec } = pass.handle.object;
    const [current] = pass.status.history ?? [];
    pass.running(action);
    yield 8;
    pass.change(status => {
      if (fresh) {
        delete status.failures;
        delete status.installFailures;
        delete status.upgradeFailures;
      }
      if (pass.resetAt) status.lastHandledResetAt = pass.resetAt;
      if (pass.forceAt) status.lastHandledForceAt = pass.forceAt;
      status.lastAttemptedConfigDigest = this.#configDigest;
      status.lastAttemptedGeneration = pass.generation;
      status.lastAttemptedRevision = this.#revision;
      if (this.#ociDigest) status.lastAttemptedRevisionDigest = this.#ociDigest;
      status.storageNamespace = spec.storageNamespace ?? pass.handle.namespace;
    });
    const startedAt = clock.now();
    yield 100;
    const took = () => duration.format((clock.now() - startedAt) * clock.speed);
    const attempt = (status: any) => {
      status.lastAttemptedReleaseAction = action;
      status.lastAttemptedReleaseActionDuration = took();
    };
    let rendered: ReturnType<typeof renderChart>;
    try {
      rendered = renderChart(this.#tree, this.#values, this.#actions);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      const name = `${this.#actions.namespace}/${this.#actions.name}`;
      const message = `Helm ${action} failed for release ${name} with chart ${this.#chart()}: ${
        error.message
      }`;
      pass.failed(`${title(action)}Failed`, message);
      yield 10;
      // No release was made: nothing to remediate, and only the first count moves.
      pass.close(status => {
        status.failures = (status.failures ?? 0) + 1;
        attempt(status);
      });
      return pass.backoffMs(pass.status.failures);
    }
    const version = (current?.version ?? 0) + 1;
    const record = (status: string) =>
      this.#actions.record({
        action,
        status,
        version,
        rendered,
        values: this.#values,
        configDigest: this.#configDigest,
        firstDeployed:
          (current?.status !== 'uninstalled' && current?.firstDeployed) ||
          timestamp(startedAt),
        startedAt,
        ociDigest: this.#ociDigest,
      });
    record(`pending-${action}`);
    const previous = current ? this.#actions.stored(current.version) : [];
    const problem = yield* this.#deploy(action, rendered, previous);
    const name = `${this.#actions.namespace}/${this.#actions.name}`;
    if (problem) {
      const snapshot = record('failed');
      pass.failed(
        `${title(action)}Failed`,
        `Helm ${action} failed for release ${name} with chart ${this.#chart()}: ${problem}`,
      );
      yield 10;
      pass.change(status => {
        status.failures = (status.failures ?? 0) + 1;
        status[`${action}Failures`] = (status[`${action}Failures`] ?? 0) + 1;
        status.history = [snapshot, ...(status.history ?? [])];
        if (this.#actions.hasInventory) {
          status.inventory = { entries: this.#actions.inventory(rendered) };
        }
        attempt(status);
      });
      yield 12;
      return yield* this.#remediate(action);
    }
    const snapshot = record('deployed');
    pass.succeeded(
      `${title(action)}Succeeded`,
      `Helm ${action} succeeded for release ${name}.v${version} with chart ${this.#chart()}`,
    );
    yield 12;
    pass.change(status => {
      const older = (status.history ?? [])
        .filter((item: any) => item.status !== 'uninstalled')
        .map((item: any) =>
          item.status === 'deployed' ? { ...item, status: 'superseded' } : item,
        );
      status.history = [snapshot, ...older];
      if (this.#actions.hasInventory) {
        status.inventory = { entries: this.#actions.inventory(rendered) };
      }
      attempt(status);
    });
    yield 40;
    if (spec.test?.enable) yield* this.#test(rendered);
    pass.settled(this.#noDrift());
    yield 6;
    pass.close(status => {
      delete status.failures;
      delete status.installFailures;
      delete status.upgradeFailures;
      const previousGood = status.history.findIndex(
        (item: any, index: number) => index > 0 && RELEASED.has(item.status),
      );
      if (previousGood > 0) status.history.splice(previousGood + 1);
    });
    return pass.nextMs;
  }

  *#deploy(
    action: Action,
    rendered: ReturnType<typeof renderChart>,
    previous: ReturnType<ReleaseActions['stored']>,
  ): Generator<number, string | undefined> {
    const { timeoutMs, handle } = this.#pass;
    for (const crd of rendered.crds) {
      this.#context.store.apply(crd, { manager: 'helm-controller' });
    }
    const { problem: hook } = yield* this.#actions.hooks(
      rendered,
      `pre-${action}`,
      timeoutMs,
    );
    if (hook) return `pre-${action} hooks failed: ${hook}`;
    return yield* this.#actions.deploy({
      objects: rendered.objects,
      previous,
      timeoutMs,
      disableWait: handle.object.spec[action]?.disableWait,
    });
  }

  *#test(rendered: ReturnType<typeof renderChart>): Generator<number, void> {
    const pass = this.#pass;
    pass.running('test', false);
    const { problem, ran } = yield* this.#actions.hooks(
      rendered,
      'test',
      pass.timeoutMs,
    );
    const [{ version }] = pass.status.history;
    const name = `${this.#actions.namespace}/${this.#actions.name}.v${version}`;
    const message = problem
      ? `Helm test failed for release ${name} with chart ${this.#chart()}: ${problem}`
      : `Helm test succeeded for release ${name} with chart ${this.#chart()}: ${
          ran.length
        } test hook(s) completed successfully`;
    pass.tested(!problem, message);
    const at = timestamp(this.#context.clock.now());
    pass.change(status => {
      status.history[0].testHooks = Object.fromEntries(
        ran.map(hook => [
          hook.metadata.name,
          {
            lastStarted: at,
            lastCompleted: at,
            phase: problem ? 'Failed' : 'Succeeded',
          },
        ]),
      );
    });
    yield 10;
  }

  /** After a failed action: roll back or uninstall when the spec says so, then try again or give up. */
  *#remediate(action: Action): Pass {
    const pass = this.#pass;
    const { clock } = this.#context;
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
    const name = `${this.#actions.namespace}/${this.#actions.name}`;
    const startedAt = clock.now();
    const rollsBack =
      action === 'upgrade' && remediation.strategy !== 'uninstall' && good;
    let outcome: [string, string];
    let snapshot: any;
    if (rollsBack) {
      pass.running('rollback', false);
      yield 10;
      yield* this.#actions.deploy({
        objects: this.#actions.stored(good.version),
        previous: this.#actions.stored(failed.version),
        timeoutMs: pass.timeoutMs,
      });
      snapshot = this.#actions.record({
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
      this.#actions.remove(this.#actions.stored(failed.version));
      this.#actions.forget();
      snapshot = {
        ...failed,
        ...(failed.action && { action: 'uninstall-remediation' }),
        status: 'uninstalled',
        deleted: timestamp(clock.now()),
      };
      outcome = [
        'UninstallSucceeded',
        `Helm uninstall remediation for release ${name}.v${
          failed.version
        } with chart ${this.#chart()} succeeded`,
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

  #noDrift(): ['False', string, string] | undefined {
    return this.#pass.handle.object.spec.driftDetection?.mode
      ? [
          'False',
          'NoDriftDetected',
          'No drift detected against the cluster state',
        ]
      : undefined;
  }

  #chart(): string {
    return `${this.#chartName}@${this.#revision}`;
  }
}
