import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { clusters } from './clusters';
import { common } from './common';
import { resources } from './resources';

/**
 * Every text of the plugin's pages.
 * @public
 */
export const fluxcdTranslationRef = createTranslationRef({
  id: 'fluxcd',
  messages: { common, clusters, resources },
});
