import { z } from 'zod';
import { clusterLabelsSchema, oneLine } from './clusterText';

/** All that a cluster is called; what is left out is cleared. How it is kept current stays as it is. @public */
export const replaceClusterSchema = z.strictObject({
  title: oneLine(128).default(''),
  description: oneLine(1024).default(''),
  environment: oneLine(63).default(''),
  labels: clusterLabelsSchema.default({}),
});
/** @public */
export type ReplaceCluster = z.input<typeof replaceClusterSchema>;
