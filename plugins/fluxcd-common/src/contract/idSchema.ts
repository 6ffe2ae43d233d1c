import { z } from 'zod';

/** Ids are opaque; this is only what keeps them harmless in a path. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be an id');
