/**
 * Flux CD of every cluster in your Backstage portal.
 *
 * @packageDocumentation
 */
export { fluxcdPlugin as default } from './plugin';
export { fluxcdTranslationRef } from './translation/fluxcdTranslationRef';
