/**
 * Annotations that say who suspended an object, why and when: first the one that this portal writes, then those of
 * flux-operator and Weave GitOps, which it reads and clears on resume. Source: flux-semantics §5.5.
 * @public
 */
export const SUSPENSION_ANNOTATIONS = {
  by: [
    'backstage.fluxcd.io/suspendedBy',
    'fluxcd.controlplane.io/suspendedBy',
    'metadata.weave.works/suspended-by',
    'weave.works/suspended-by',
  ],
  reason: [
    'backstage.fluxcd.io/suspendedReason',
    'metadata.weave.works/suspended-comment',
  ],
  at: ['backstage.fluxcd.io/suspendedAt'],
} as const;
