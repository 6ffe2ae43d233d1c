import type { FluxcdTranslate } from '../resources/FluxcdTranslate';

/** A duration as people say it, e.g. `4 s` or `2 min 05 s`. A clock that runs behind gives 0. */
export function elapsedText(ms: number, t: FluxcdTranslate): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60)
    return t('operations.elapsed.seconds', {
      seconds: String(seconds),
    });
  return t('operations.elapsed.minutes', {
    minutes: String(Math.floor(seconds / 60)),
    seconds: String(seconds % 60).padStart(2, '0'),
  });
}
