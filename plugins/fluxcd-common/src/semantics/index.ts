export { FLUX_KINDS, findFluxKind, type FluxKind } from './kinds';
export type { FluxObject } from './FluxObject';
