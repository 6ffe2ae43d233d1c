export { computeHealth } from './computeHealth';
export { computeStatus, type ComputedStatus } from './computeStatus';
export { ENTITY_ANNOTATIONS } from './ENTITY_ANNOTATIONS';
export type { FluxObject } from './FluxObject';
export { HEALTH_RANK } from './HEALTH_RANK';
export type { HealthView } from './HealthView';
export { isStatic } from './isStatic';
export { isSuspended } from './isSuspended';
export { FLUX_KINDS, findFluxKind, type FluxKind } from './kinds';
export {
  observeReconcile,
  type ReconcileObservation,
} from './observeReconcile';
export { parseInventory } from './parseInventory';
export {
  parseResourceSelector,
  type ResourceSelector,
} from './parseResourceSelector';
export { readConditions } from './readConditions';
export { readDependsOn } from './readDependsOn';
export { readEntitySelectors } from './readEntitySelectors';
export { readFacts } from './readFacts';
export { readHistory } from './readHistory';
export { readLastReconciledAt } from './readLastReconciledAt';
export { readParent } from './readParent';
export { readReverter } from './readReverter';
export { readRevision } from './readRevision';
export { readRowFacts } from './readRowFacts';
export { readRuns, type FluxRun } from './readRuns';
export { readSource } from './readSource';
export { readSuspension, type Suspension } from './readSuspension';
export { readUrl } from './readUrl';
export { reconcileChain, type ReconcileChainStep } from './reconcileChain';
export { reconcileRefusal } from './reconcileRefusal';
export { releaseRefusal } from './releaseRefusal';
export { resumeRefusal } from './resumeRefusal';
export { shortRevision } from './shortRevision';
export { STATUS_RANK } from './STATUS_RANK';
export { suspendRefusal } from './suspendRefusal';
export { SUSPENSION_ANNOTATIONS } from './SUSPENSION_ANNOTATIONS';
