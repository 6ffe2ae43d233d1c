import type {
  Operation,
  OperationStep,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../../resources/FluxcdTranslate';

/** How an import stands. */
export interface ImportView {
  running: boolean;
  tone: 'info' | 'success' | 'warning' | 'danger';
  headline: string;
  /** What the module says of it, at its end. */
  message?: string;
  /** What needs a look first: failed, then under way, then the rest. */
  steps: Array<OperationStep & { key: string }>;
}

const RANK: Record<OperationStep['state'], number> = {
  failed: 0,
  unknown: 1,
  running: 2,
  pending: 3,
  skipped: 4,
  succeeded: 5,
};

const END = {
  succeeded: { tone: 'success', word: 'succeeded' },
  skipped: { tone: 'success', word: 'succeeded' },
  failed: { tone: 'danger', word: 'failed' },
  unknown: { tone: 'warning', word: 'unknown' },
} as const;

/** What is shown of an operation that imports clusters; undefined of any other. */
export function importView(
  operation: Operation,
  t: FluxcdTranslate,
): ImportView | undefined {
  const target = operation.targets[0];
  if (operation.type !== 'source-sync' || !target) return undefined;
  const count = (...states: Array<OperationStep['state']>) =>
    target.steps.filter(({ state }) => states.includes(state)).length;
  const steps = target.steps
    .map((step, index) => ({ ...step, key: String(index) }))
    .sort((a, b) => RANK[a.state] - RANK[b.state]);
  const { state } = operation;
  const failed = count('failed');
  const skipped = count('skipped');
  const counts = [
    failed && t('azure.sync.failures', { number: String(failed) }),
    skipped && t('azure.sync.skipped', { number: String(skipped) }),
  ];
  const say = (...words: Array<string | number>) =>
    words.filter(Boolean).join(' · ');
  if (state === 'pending' || state === 'running') {
    const total = steps.length;
    const ended = total - count('pending', 'running');
    const headline = total
      ? say(
          t('azure.sync.running', {
            ended: String(ended),
            total: String(total),
          }),
          ...counts,
        )
      : t('azure.sync.looking');
    return { running: true, tone: 'info', headline, steps };
  }
  const { tone, word } = END[state];
  return {
    running: false,
    // Of many clusters some may fail: what was imported is there all the same.
    tone: tone === 'danger' && count('succeeded') > 0 ? 'warning' : tone,
    headline: say(t(`azure.sync.${word}`), ...counts),
    message: target.message,
    steps,
  };
}
