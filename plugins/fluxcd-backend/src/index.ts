/**
 * The backend plugin that sees and steers Flux CD in all Kubernetes clusters.
 *
 * @packageDocumentation
 */
export { fluxcdPlugin as default } from './plugin';
