import { Tree } from '../../fleet/Repository';
import { Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { duration } from '../runtime/duration';
import { readYaml } from '../runtime/readYaml';
import { timestamp } from '../runtime/timestamp';
import { HelmReleasePass } from './HelmReleasePass';
import { ReleaseActions } from './ReleaseActions';
import { RenderError } from './RenderError';
import { keepRelease } from './keepRelease';
import { remediateRelease } from './remediateRelease';
import { renderChart } from './renderChart';

type Action = 'install' | 'upgrade';
const RELEASED = new Set(['deployed', 'superseded']);
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
    if (inSync && !pass.forceAt) {
      // A reset is honoured, and recorded, also when there is nothing to do.
      if (pass.resetAt) {
        pass.change(changed => {
          delete changed.failures;
          delete changed.installFailures;
          delete changed.upgradeFailures;
          changed.lastHandledResetAt = pass.resetAt;
        });
      }
      return yield* keepRelease({ pass, actions: this.#actions, current });
    }
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
    const known = current?.status === 'uninstalling' ? undefined : current;
    const version = (known?.version ?? 0) + 1;
    const record = (status: string) =>
      this.#actions.record({
        action,
        status,
        version,
        rendered,
        values: this.#values,
        configDigest: this.#configDigest,
        firstDeployed: known?.firstDeployed ?? timestamp(startedAt),
        startedAt,
        ociDigest: this.#ociDigest,
      });
    record(`pending-${action}`);
    const previous = known ? this.#actions.stored(known.version) : [];
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
        status.history = [snapshot, ...(known ? status.history : [])];
        if (this.#actions.hasInventory) {
          status.inventory = { entries: this.#actions.inventory(rendered) };
        }
        attempt(status);
      });
      yield 12;
      return yield* remediateRelease({
        pass,
        actions: this.#actions,
        action,
        chart: this.#chart(),
      });
    }
    const snapshot = record('deployed');
    pass.succeeded(
      `${title(action)}Succeeded`,
      `Helm ${action} succeeded for release ${name}.v${version} with chart ${this.#chart()}`,
    );
    yield 12;
    pass.change(status => {
      const older = (status.history ?? [])
        .filter((item: any) => item.status !== 'uninstalling')
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
    pass.settled(pass.noDrift);
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

  #chart(): string {
    return `${this.#chartName}@${this.#revision}`;
  }
}
