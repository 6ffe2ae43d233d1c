import { createHash } from 'crypto';

/** Letters of which Kubernetes makes suffixes: no vowels, no look-alikes. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix of some letters that depends only on the seed, such as the hash of a pod template. */
export function podTemplateHash(seed: unknown, length = 9): string {
  const bytes = createHash('sha1').update(JSON.stringify(seed)).digest();
  return [...bytes.subarray(0, length)]
    .map(byte => LETTERS[byte % LETTERS.length])
    .join('');
}
