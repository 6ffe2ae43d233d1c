import { deletePodOperation } from './types/deletePod';
import { forceOperation } from './types/force';
import type { OperationRequest, OperationType } from './types/OperationType';
import { reconcileOperation } from './types/reconcile';
import { resetOperation } from './types/reset';
import { restartOperation } from './types/restart';
import { resumeOperation } from './types/resume';
import { scaleOperation } from './types/scale';
import { suspendOperation } from './types/suspend';
import { syncOperation } from './types/sync';

/** How each type of operation is done: a type without its line does not compile. */
export const operationTypes: {
  [T in OperationRequest['type']]: OperationType<
    Extract<OperationRequest, { type: T }>
  >;
} = {
  reconcile: reconcileOperation,
  force: forceOperation,
  reset: resetOperation,
  suspend: suspendOperation,
  resume: resumeOperation,
  sync: syncOperation,
  restart: restartOperation,
  scale: scaleOperation,
  'delete-pod': deletePodOperation,
};
