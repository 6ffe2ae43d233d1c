/** Facts that the sentences of a kind tell in full: they are not said twice. */
export const SAID_FACTS: Record<string, readonly string[]> = {
  Kustomization: ['prune', 'wait'],
  ImageRepository: ['tagCount'],
  Receiver: ['webhook'],
  FluxInstance: ['componentCount'],
  FluxReport: [
    'componentsReady',
    'componentCount',
    'running',
    'failing',
    'suspended',
  ],
  ResourceSet: ['inputs', 'objects'],
  ResourceSetInputProvider: ['exportedInputs'],
};
