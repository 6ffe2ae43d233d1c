import { InputError } from '@backstage/errors';

const BLOCK =
  /-----BEGIN ([A-Z0-9 ]{1,64})-----\r?\n[A-Za-z0-9+/=:,\s-]*?-----END \1-----/g;

/**
 * The blocks of a PEM text, rebuilt without what stands between them. Labels that were not asked for are refused: a
 * private key pasted where a certificate belongs must not be stored as if it were public.
 */
export function parsePem(
  text: string,
  field: string,
  isWanted: (label: string) => boolean,
): string[] {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length === 0) {
    throw new InputError(`${field} must be PEM (-----BEGIN …-----)`);
  }
  for (const [, label] of blocks) {
    if (!isWanted(label)) {
      throw new InputError(
        `${field} must not hold a PEM block of type ${label}`,
      );
    }
  }
  return blocks.map(([block]) => `${block.trim()}\n`);
}
