/** Channel of the plugin's signals. @public */
export const FLUXCD_SIGNAL_CHANNEL = 'fluxcd';

/**
 * A hint that something changed: ids only, no data. Whoever receives it reads again through the
 * authorized routes, at most every two seconds.
 * @public
 */
export type FluxcdSignal =
  | { type: 'resources-changed'; clusterIds: string[] }
  | { type: 'clusters-changed' };
