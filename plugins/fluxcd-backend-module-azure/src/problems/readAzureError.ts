/** What an error of the SDK says, as far as it can be trusted to be free of secrets. */
export interface AzureErrorFacts {
  /** The number behind `AADSTS`. */
  entra?: string;
  /** Code in an answer of Resource Manager. */
  arm?: string;
  /** HTTP status of Resource Manager. */
  status?: number;
  /** Code of Node or OpenSSL: no answer came. */
  network?: string;
  /** It took too long, or whoever waited gave up. */
  timeout: boolean;
  /** No connection to Entra ID came about; the SDK keeps the cause to itself. */
  authorityUnreachable: boolean;
  /** What answered at the address of Entra ID did not answer as it does: a proxy perhaps. */
  authorityBroken: boolean;
  /** A credential of the surroundings that is not there. */
  unavailable?: 'managed-identity' | 'workload-identity' | 'token-file' | 'any';
}

const ARM_CODE = /^[A-Za-z][A-Za-z0-9_]{2,63}$/;
const NETWORK_CODE =
  /^(E[A-Z]{3,16}|CERT_[A-Z_]{1,40}|UNABLE_TO_[A-Z_]{1,50}|SELF_SIGNED_[A-Z_]{1,30}|DEPTH_ZERO_[A-Z_]{1,30}|ERR_(TLS|SSL|OSSL)_[A-Z0-9_]{1,60}|REQUEST_SEND_ERROR)$/;
const TIMEOUT_CODES = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** `body`: of the answer, where the SDK leaves it out of its error. */
export function readAzureError(
  error: unknown,
  body?: string | null,
): AzureErrorFacts {
  const facts: AzureErrorFacts = {
    timeout: false,
    authorityUnreachable: false,
    authorityBroken: false,
  };
  for (const one of flatten(error)) readOne(one, facts);
  facts.arm = codeInBody(body) ?? facts.arm;
  return facts;
}

function readOne(error: unknown, facts: AzureErrorFacts): void {
  const { name, message, code, statusCode, details } = error as Record<
    string,
    unknown
  >;
  const text = typeof message === 'string' ? message : '';
  facts.entra ??= /AADSTS(\d{4,9})/.exec(text)?.[1];
  if (typeof statusCode === 'number') facts.status ??= statusCode;
  if (typeof code === 'string') {
    if (NETWORK_CODE.test(code)) facts.network ??= code;
    else if (ARM_CODE.test(code) && statusCode !== undefined)
      facts.arm ??= code;
    if (TIMEOUT_CODES.has(code)) facts.timeout = true;
  }
  const inner = (details as { error?: { code?: unknown } } | undefined)?.error;
  if (typeof inner?.code === 'string' && ARM_CODE.test(inner.code)) {
    facts.arm ??= inner.code;
  }
  if (name === 'TimeoutError' || name === 'AbortError') facts.timeout = true;
  if (
    !isOfManagedIdentity(text) &&
    name !== 'AggregateAuthenticationError' &&
    /endpoints_resolution_error|openid_config_error|network_error/.test(text)
  ) {
    facts.authorityUnreachable = true;
  }
  // Of these the rest is the answer itself, whatever it was.
  if (/\b(server_error|client_error|unknown_error)\b/.test(text)) {
    facts.authorityBroken = true;
  }
  if (name === 'AggregateAuthenticationError') facts.unavailable ??= 'any';
  if (name === 'CredentialUnavailableError') {
    if (isOfManagedIdentity(text)) {
      facts.unavailable ??= 'managed-identity';
    } else if (text.startsWith('WorkloadIdentityCredential')) {
      facts.unavailable ??= 'workload-identity';
    } else if (text.startsWith('The token file')) {
      facts.unavailable ??= 'token-file';
    }
  }
  if (code === 'ENOENT' || code === 'EACCES') {
    facts.unavailable ??= 'token-file';
  }
}

/** Its endpoint is on the machine: what fails there says nothing of Entra ID. */
function isOfManagedIdentity(text: string): boolean {
  return text.startsWith('ManagedIdentityCredential');
}

/** The error, then what it wraps. */
function flatten(error: unknown, depth = 0): object[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { message, cause, errors } = error as Record<string, unknown>;
  if (isOfManagedIdentity(String(message))) return [error];
  return [
    error,
    ...flatten(cause, depth + 1),
    ...(Array.isArray(errors) ? errors : []).flatMap(one =>
      flatten(one, depth + 1),
    ),
  ];
}

function codeInBody(body: string | null | undefined): string | undefined {
  if (!body) return undefined;
  try {
    const parsed = JSON.parse(body);
    const code = parsed?.error?.code ?? parsed?.code;
    return typeof code === 'string' && ARM_CODE.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
