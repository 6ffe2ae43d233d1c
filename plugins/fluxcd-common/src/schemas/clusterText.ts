import { z } from 'zod';

/** Control characters (line breaks too) and those that turn the direction of text around: they make names lie. */
const ONE_LINE = /^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u;
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(ONE_LINE, 'must be one line without control characters');

/** Labels of Kubernetes, with a prefix or without. */
const LABEL_KEY = /^[A-Za-z0-9]([-A-Za-z0-9_./]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const labelRule =
  'must be a Kubernetes label: at most 63 letters, digits, "-", "_" or ".", starting and ending with a letter or digit';

export const clusterLabelsSchema = z
  .record(
    z.string().regex(LABEL_KEY, labelRule),
    z.string().regex(LABEL_VALUE, labelRule),
  )
  .refine(l => Object.keys(l).length <= 64, 'must hold at most 64 labels');
