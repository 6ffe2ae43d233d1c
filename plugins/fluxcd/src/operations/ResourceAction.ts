import type { CreateOperation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What can be done to a resource of Flux, without saying to which one. */
export type ResourceAction = CreateOperation extends infer Body
  ? Body extends {
      type: 'reconcile' | 'force' | 'reset' | 'suspend' | 'resume';
    }
    ? Omit<Body, 'targets'>
    : never
  : never;
