import { mockApis } from '@backstage/frontend-test-utils';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import type { FluxcdTranslate } from '../FluxcdTranslate';

/** The real texts, for tests of functions that take a `t`. */
export function englishT(): FluxcdTranslate {
  const snapshot = mockApis.translation().getTranslation(fluxcdTranslationRef);
  if (!snapshot.ready) throw new Error('the default texts are always ready');
  return snapshot.t;
}
