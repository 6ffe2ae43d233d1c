import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { FleetFollower } from '../fleet/index/FleetFollower';

/**
 * Something to read lists from: loads the index anew for each view, so that it knows what a test wrote into the
 * database by hand, without change numbers.
 */
export function readFleet(knex: Knex): Pick<FleetFollower, 'view'> {
  return {
    view: async () => {
      const follower = new FleetFollower({
        knex,
        logger: mockServices.logger.mock(),
      });
      await follower.poll();
      return follower.view();
    },
  };
}
