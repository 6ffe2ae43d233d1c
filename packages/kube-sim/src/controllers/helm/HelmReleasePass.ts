import { Pass } from '../runtime/Controller';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { duration } from '../runtime/duration';

const GROUP = 'helm.toolkit.fluxcd.io';
/** Rate limiter of the controller, milliseconds: the pause doubles with every failure. */
const FIRST_RETRY_MS = 750;
const LAST_RETRY_MS = 900_000;

/** What one pass over a HelmRelease writes, in the recorded order (recordings/flux/helmrelease-*.json). */
export class HelmReleasePass {
  readonly handle: ObjectHandle;
  /** New when this pass must reset the failure counts or force an upgrade. */
  readonly resetAt: string | undefined;
  readonly forceAt: string | undefined;
  readonly #generation: number;
  readonly #requestedAt: string | undefined;
  #annotations: Record<string, string> = {};

  constructor(options: { handle: ObjectHandle }) {
    this.handle = options.handle;
    const { metadata, status = {} } = options.handle.object;
    const note = (name: string) =>
      metadata.annotations?.[`reconcile.fluxcd.io/${name}`];
    this.#generation = metadata.generation ?? 0;
    this.#requestedAt = note('requestedAt');
    // Honoured only with the same token as the request, once.
    const honoured = (name: string, handled: string | undefined) => {
      const token = note(name);
      const fresh =
        token === this.#requestedAt &&
        token !== status.lastHandledReconcileAt &&
        token !== handled;
      return fresh ? token : undefined;
    };
    this.forceAt = honoured('forceAt', status.lastHandledForceAt);
    this.resetAt = honoured('resetAt', status.lastHandledResetAt);
  }

  get status(): any {
    return this.handle.object.status ?? {};
  }

  get generation(): number {
    return this.#generation;
  }

  get intervalMs(): number {
    return duration.parse(this.handle.object.spec.interval) ?? 600_000;
  }

  get timeoutMs(): number {
    return duration.parse(this.handle.object.spec.timeout) ?? 300_000;
  }

  useAnnotations(options: {
    revision: string;
    appVersion?: string;
    token: string;
  }): void {
    this.#annotations = {
      ...(options.appVersion && {
        [`${GROUP}/app-version`]: options.appVersion,
      }),
      [`${GROUP}/revision`]: options.revision,
      [`${GROUP}/token`]: options.token,
    };
  }

  event(
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    annotated = true,
  ): void {
    const annotations = annotated ? this.#annotations : undefined;
    this.handle.event(type, reason, message, annotations);
  }

  begin(): void {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Stalled');
      conditions.set(
        'Reconciling',
        'True',
        'Progressing',
        'Fulfilling prerequisites',
      );
    });
  }

  /** A prerequisite is missing. */
  *wait(reason: string, message: string, againMs: number | undefined): Pass {
    this.handle.patchStatus((_, conditions) =>
      conditions.set('Ready', 'False', reason, message),
    );
    yield 5;
    this.close();
    return againMs;
  }

  running(action: string, touchReady = true): void {
    const message = `Running '${action}' action with timeout of ${duration.format(
      this.timeoutMs,
    )}`;
    this.handle.patchStatus((_, conditions) => {
      conditions.set('Reconciling', 'True', 'Progressing', message);
      if (touchReady) {
        conditions.set('Ready', 'Unknown', 'Progressing', message);
      }
    });
  }

  succeeded(reason: string, message: string): void {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Remediated', 'TestSuccess');
      conditions.set('Ready', 'True', reason, message);
      conditions.set('Released', 'True', reason, message);
    });
    this.event('Normal', reason, message);
  }

  failed(reason: string, message: string): void {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Remediated');
      conditions.set('Ready', 'False', reason, message);
      conditions.set('Released', 'False', reason, message);
    });
    const log = `\n\nLast Helm logs:\n\n${new Date(
      this.handle.context.clock.now(),
    ).toISOString()}: ${message.replace(/^.*?: /, '')}`;
    this.event('Warning', reason, `${message}${log}`);
  }

  tested(ok: boolean, message: string): void {
    const reason = ok ? 'TestSucceeded' : 'TestFailed';
    const status = ok ? 'True' : 'False';
    this.handle.patchStatus((_, conditions) => {
      conditions.set('TestSuccess', status, reason, message);
      conditions.set('Ready', status, reason, message);
    });
    this.event(ok ? 'Normal' : 'Warning', reason, message);
  }

  /** After a remediation, when another attempt follows. */
  retrying(options: {
    remediated: [reason: string, message: string];
    ready?: [reason: string, message: string];
    progress: string;
  }): void {
    const { remediated, ready, progress } = options;
    this.handle.patchStatus((_, conditions) => {
      conditions.set('Reconciling', 'True', 'ProgressingWithRetry', progress);
      if (ready) conditions.set('Ready', 'False', ...ready);
      conditions.set('Remediated', 'True', ...remediated);
    });
    this.event('Normal', ...remediated);
  }

  exhausted(options: {
    message: string;
    remediated?: [reason: string, message: string];
  }): void {
    const { message, remediated } = options;
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Reconciling');
      conditions.set('Stalled', 'True', 'RetriesExceeded', message);
      if (remediated) {
        conditions.set('Ready', 'False', ...remediated);
        conditions.set('Remediated', 'True', ...remediated);
      }
    });
    if (remediated) this.event('Normal', ...remediated);
  }

  /** Nothing is left to do: Ready says again what the last release said. */
  settled(drift?: [status: 'True' | 'False', reason: string, message: string]) {
    this.handle.patchStatus((_, conditions) => {
      conditions.remove('Reconciling');
      const tested = conditions.get('TestSuccess');
      const last = tested ?? conditions.get('Released');
      if (last && (last.status === 'True' || tested)) {
        conditions.set('Ready', last.status, last.reason, last.message);
      }
      if (drift) conditions.set('Drifted', ...drift);
      else conditions.remove('Drifted');
    });
  }

  /** The condition of a release that is watched for drift and has none. */
  get noDrift(): ['False', string, string] | undefined {
    return this.handle.object.spec.driftDetection?.mode
      ? [
          'False',
          'NoDriftDetected',
          'No drift detected against the cluster state',
        ]
      : undefined;
  }

  change(change: (status: any) => void): void {
    this.handle.patchStatus(status => change(status));
  }

  /** The last patch of every pass, of a suspended release too. */
  close(change?: (status: any) => void): void {
    this.handle.patchStatus((status, conditions) => {
      change?.(status);
      if (this.#requestedAt) status.lastHandledReconcileAt = this.#requestedAt;
      const settled =
        !conditions.isTrue('Reconciling') &&
        (conditions.isTrue('Ready') || conditions.isTrue('Stalled'));
      if (settled) status.observedGeneration = this.#generation;
    });
  }

  /** Pause before the next attempt after that many failures. */
  backoffMs(failures: number): number {
    return Math.min(
      LAST_RETRY_MS,
      FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1),
    );
  }

  /** Until the next regular pass; `--interval-jitter-percentage=5`. */
  get nextMs(): number {
    return this.intervalMs * (0.95 + 0.1 * this.handle.context.random());
  }
}
