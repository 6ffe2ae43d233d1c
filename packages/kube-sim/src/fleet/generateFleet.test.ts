import { Upstreams } from './Upstreams';
import { generateFleet } from './generateFleet';

const FLUX = /\.toolkit\.fluxcd\.io\//;

describe('generateFleet', () => {
  it.each([
    [1, 1],
    [3, 100],
    [7, 30],
  ])(
    'spreads exactly as many resources as asked for: %d clusters, %d resources',
    (clusters, resources) => {
      const fleet = generateFleet({
        clusters,
        resources,
        upstreams: new Upstreams(),
        now: 0,
      });
      expect(fleet.clusters).toHaveLength(clusters);
      const counts = fleet.clusters.map(
        ({ objects }) =>
          objects.filter(({ apiVersion }) => FLUX.test(apiVersion)).length,
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(resources);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    },
  );
});
