import { createPrivateKey, type KeyObject } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { parseCertificates } from './parseCertificates';
import { parsePem } from './parsePem';

/** Shorter RSA keys are refused by OpenSSL at its default security level. */
const MIN_RSA_BITS = 2048;

/** A client certificate with the key that belongs to it. */
export function parseClientCertificate(
  input: { certificate: string; privateKey: string },
  fields: { certificate: string; privateKey: string },
  now: Date,
): { certificate: string; privateKey: string; expiresAt: string } {
  const { pem, certificates } = parseCertificates(
    input.certificate,
    fields.certificate,
  );
  const [leaf] = certificates;
  const expiresAt = new Date(Date.parse(leaf.validTo));
  if (expiresAt <= now) {
    throw new InputError(
      `${fields.certificate} expired at ${expiresAt.toISOString()}`,
    );
  }
  if (/ENCRYPTED/.test(input.privateKey)) {
    throw new InputError(
      `${fields.privateKey} is encrypted: it must be a key without a passphrase`,
    );
  }
  const keys = parsePem(
    input.privateKey,
    fields.privateKey,
    // `openssl ecparam -genkey` puts the curve in front of the key.
    label => /PRIVATE KEY$/.test(label) || label === 'EC PARAMETERS',
  ).filter(block => block.includes('PRIVATE KEY'));
  if (keys.length !== 1) {
    throw new InputError(`${fields.privateKey} must hold one private key`);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(keys[0]);
  } catch {
    throw new InputError(`${fields.privateKey} cannot be read`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) {
    throw new InputError(
      `${fields.privateKey} must have at least ${MIN_RSA_BITS} bits`,
    );
  }
  if (!leaf.checkPrivateKey(key)) {
    throw new InputError(
      `${fields.privateKey} does not belong to ${fields.certificate}`,
    );
  }
  return {
    certificate: pem,
    privateKey: keys[0],
    expiresAt: expiresAt.toISOString(),
  };
}
