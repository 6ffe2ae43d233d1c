/** Ours in `managedFields`. Never one that starts with `kubectl`: kustomize-controller reverts what those set. */
export const FIELD_MANAGER = 'backstage-fluxcd';
