export {
  useFluxcdQuery,
  type FluxcdQuery,
  type FluxcdQueryOptions,
} from './useFluxcdQuery';
