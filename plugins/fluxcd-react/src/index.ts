/**
 * API ref, hooks and small widgets of the fluxcd plugin, for this plugin's frontend and for others.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './components';
export * from './hooks';
export * from './translation';
