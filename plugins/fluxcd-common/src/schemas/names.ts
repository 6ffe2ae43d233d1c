import { z } from 'zod';

export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?!.*\.\.)[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The namespace of an object that has one. */
export const namespaceSchema = z
  .string()
  .regex(LABEL, 'must be the name of a namespace (RFC 1123 label)');
/** The name of a workload or a pod. */
export const nameSchema = z
  .string()
  .regex(SUBDOMAIN, 'must be the name of an object (RFC 1123 subdomain)');
