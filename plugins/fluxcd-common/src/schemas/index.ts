export * from './cluster';
export * from './operation';
export * from './resource';
export * from './status';
