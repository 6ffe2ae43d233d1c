import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { activity } from './activity';
import { azure } from './azure';
import { clusters } from './clusters';
import { common } from './common';
import { dashboard } from './dashboard';
import { entity } from './entity';
import { operations } from './operations';
import { resources } from './resources';
import { settings } from './settings';
import { workloads } from './workloads';

/**
 * Every text of the plugin's pages.
 * @public
 */
export const fluxcdTranslationRef = createTranslationRef({
  id: 'fluxcd',
  messages: {
    common,
    activity,
    azure,
    clusters,
    dashboard,
    entity,
    operations,
    resources,
    settings,
    workloads,
  },
});
