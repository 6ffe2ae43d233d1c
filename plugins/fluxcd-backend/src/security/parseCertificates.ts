import { X509Certificate } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { parsePem } from './parsePem';

const MAX_CERTIFICATES = 100;

/** A PEM bundle of certificates, each of them readable. */
export function parseCertificates(
  text: string,
  field: string,
): { pem: string; certificates: X509Certificate[] } {
  const blocks = parsePem(text, field, label => label === 'CERTIFICATE');
  if (blocks.length > MAX_CERTIFICATES) {
    throw new InputError(
      `${field} must hold at most ${MAX_CERTIFICATES} certificates`,
    );
  }
  const certificates = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new InputError(
        `${field} holds a certificate that cannot be read (number ${
          index + 1
        })`,
      );
    }
  });
  return { pem: blocks.join(''), certificates };
}
