import { InputError } from '@backstage/errors';

const MAX_LENGTH = 16 * 1024;
/** `b68token` of RFC 6750: nothing else may stand in the header. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** A bearer token. When it is a JWT its expiry is read, not its signature: that is the API server's job. */
export function parseToken(
  text: string,
  field: string,
  now: Date,
): { token: string; expiresAt?: string } {
  // Line breaks at the ends come from copying.
  const token = text.trim();
  if (token === '') {
    throw new InputError(`${field} must not be empty`);
  }
  if (token.length > MAX_LENGTH) {
    throw new InputError(`${field} must be at most ${MAX_LENGTH} characters`);
  }
  if (!TOKEN.test(token)) {
    throw new InputError(
      `${field} must be a bearer token: letters, digits and "-._~+/=" only, in one line`,
    );
  }
  const expiresAt = readExpiry(token);
  if (expiresAt && expiresAt <= now) {
    throw new InputError(`${field} expired at ${expiresAt.toISOString()}`);
  }
  return { token, expiresAt: expiresAt?.toISOString() };
}

function readExpiry(token: string): Date | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) {
    return undefined;
  }
  try {
    const { exp } = JSON.parse(Buffer.from(parts[1], 'base64url').toString());
    const date = new Date(exp * 1000);
    return typeof exp === 'number' && !Number.isNaN(date.getTime())
      ? date
      : undefined;
  } catch {
    return undefined;
  }
}
