/**
 * Finds AKS clusters and authenticates to them with Entra ID, for the fluxcd backend plugin.
 *
 * @packageDocumentation
 */
export { fluxcdModuleAzure as default } from './module';
