import { AddressRefusedError } from '../security/AddressRefusedError';
import { KubernetesError } from './KubernetesError';

const CERTIFICATE_WORDS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'does not name this host; set the TLS server name if it differs on purpose',
};

/** Verification failures of OpenSSL, all of which mean that the chain does not end in a trusted root. */
const UNTRUSTED =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

/** What it means that no answer came. Only codes are looked at: messages may quote anything. */
export function toTransportError(
  error: unknown,
  host: string,
): KubernetesError {
  if (error instanceof AddressRefusedError) {
    return new KubernetesError(error.message, { reason: 'address-refused' });
  }
  const code = findCode(error);
  const fail = (reason: KubernetesError['reason'], message: string) =>
    new KubernetesError(message, { reason });

  if (
    (error as Error | undefined)?.name === 'TimeoutError' ||
    code === 'ETIMEDOUT' ||
    (code.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT'))
  ) {
    return fail('timeout', `${host} did not answer in time.`);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return fail('dns', `The name of ${host} could not be resolved (${code}).`);
  }
  if (code in CERTIFICATE_WORDS) {
    return fail(
      'tls',
      `The certificate of ${host} ${CERTIFICATE_WORDS[code]} (${code}).`,
    );
  }
  if (UNTRUSTED.test(code)) {
    return fail(
      'tls',
      `The certificate of ${host} is not signed by the given certificate authority (${code}).`,
    );
  }
  if (code === 'EPROTO' || /^ERR_(SSL|TLS|OSSL)_/.test(code)) {
    return fail('tls', `No TLS connection to ${host} came about (${code}).`);
  }
  if (
    /^(E[A-Z]+|UND_ERR_(SOCKET|DESTROYED|CLOSED|ABORTED)|ERR_HTTP2_[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE)$/.test(
      code,
    )
  ) {
    return fail('unreachable', `The connection to ${host} failed (${code}).`);
  }
  return fail('unknown', `The request to ${host} failed.`);
}

/** The code of the error itself, or of the first error that it wraps. */
function findCode(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 4) {
    return '';
  }
  const { code, cause, errors } = error as {
    code?: unknown;
    cause?: unknown;
    errors?: unknown[];
  };
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) {
    return code;
  }
  return findCode(cause, depth + 1) || findCode(errors?.[0], depth + 1);
}
