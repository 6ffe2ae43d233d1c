/**
 * The HTTP contract, the permissions and the Flux semantics that all fluxcd packages share.
 *
 * @packageDocumentation
 */
export * from './contract';
export * from './permissions';
export * from './schemas';
export * from './semantics';
export * from './signals';
