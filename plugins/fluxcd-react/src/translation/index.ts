export { fluxcdReactTranslationRef } from './fluxcdReactTranslationRef';
