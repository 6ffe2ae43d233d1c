export { fluxcdApiRef } from './fluxcdApiRef';
export { fluxcdApiFactory } from './fluxcdApiFactory';
