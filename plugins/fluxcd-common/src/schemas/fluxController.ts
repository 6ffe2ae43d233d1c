import { z } from 'zod';

/** A controller of Flux, as its Deployment in the cluster says now. @public */
export const fluxControllerSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Of the Flux distribution, from the Deployment's label. */
  version: z.string().optional(),
  /** Of the controller: image without registry credentials or digest. */
  image: z.string().optional(),
  replicas: z.number().int(),
  readyReplicas: z.number().int(),
  /** Every replica that is wanted is there and ready. */
  ready: z.boolean(),
  /** Why it is not ready, as the Deployment says. */
  message: z.string().optional(),
  /** Flags that the controller was started with. */
  flags: z.array(z.string()),
});
/** @public */
export type FluxController = z.infer<typeof fluxControllerSchema>;
