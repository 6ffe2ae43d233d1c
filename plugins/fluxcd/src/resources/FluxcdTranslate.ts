import type { TranslationFunction } from '@backstage/core-plugin-api/alpha';
import type { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** The `t` of this plugin's texts, for functions outside components. */
export type FluxcdTranslate = TranslationFunction<
  (typeof fluxcdTranslationRef)['T']
>;
