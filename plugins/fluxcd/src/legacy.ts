/**
 * The same pages for portals on the old frontend system.
 *
 * @packageDocumentation
 */
export { fluxcdPlugin, FluxcdPage } from './legacyPlugin';
export { fluxcdTranslationRef } from './translation/fluxcdTranslationRef';
