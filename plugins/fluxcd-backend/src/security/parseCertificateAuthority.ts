import { InputError } from '@backstage/errors';
import { parseCertificates } from './parseCertificates';

/** A bundle may keep an old root beside its successor; one must be in force. */
export function parseCertificateAuthority(
  text: string,
  field: string,
  now: Date,
): string {
  const { pem, certificates } = parseCertificates(text, field);
  const expiries = certificates.map(c => Date.parse(c.validTo));
  const last = Math.max(...expiries);
  if (last <= now.getTime()) {
    throw new InputError(`${field} expired at ${new Date(last).toISOString()}`);
  }
  return pem;
}
