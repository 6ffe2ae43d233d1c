/**
 * The same pages for portals on the old frontend system.
 *
 * @packageDocumentation
 */
export { isFluxcdAvailable } from './entity/isFluxcdAvailable';
export {
  EntityFluxcdCard,
  EntityFluxcdContent,
  fluxcdPlugin,
  FluxcdPage,
} from './legacyPlugin';
export { fluxcdTranslationRef } from './translation/fluxcdTranslationRef';
