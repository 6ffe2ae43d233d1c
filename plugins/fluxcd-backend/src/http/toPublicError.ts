import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isUnavailable } from '../database/isUnavailable';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { RequestError } from './RequestError';

const PUBLIC_CLASSES: Record<string, new (message: string) => Error> = {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
};

/** One sentence per cause; what the cluster said stays in the log. */
const KUBERNETES_WORDS: Record<KubernetesError['reason'], string> = {
  dns: 'The name of the cluster’s API server cannot be resolved',
  'address-refused':
    'The address of the cluster’s API server is not allowed by this portal',
  unreachable: 'The cluster cannot be reached',
  timeout: 'The cluster did not answer in time',
  tls: 'The certificate of the cluster’s API server is not trusted',
  unauthorized: 'The cluster does not accept the portal’s credential',
  forbidden: 'The portal’s credential may not do this in the cluster',
  'not-kubernetes': 'The cluster’s address does not answer as Kubernetes does',
  'flux-missing': 'Flux is not installed in the cluster',
  'credentials-unreadable':
    'The stored credential of the cluster cannot be read: its key is missing',
  'rate-limited': 'The cluster asks to slow down; try again shortly',
  'server-error': 'The cluster answered with an error of its own',
  unknown: 'The cluster’s answer was not understood',
  'not-found': 'The object does not exist in the cluster',
  conflict: 'The object was changed or replaced meanwhile; try again',
  expired: 'The cluster’s answer was out of date; try again',
  invalid: 'The cluster refused the request as invalid',
};

function fromKubernetes(error: KubernetesError): Error {
  const words = KUBERNETES_WORDS[error.reason] ?? KUBERNETES_WORDS.unknown;
  if (error.reason === 'not-found') return new NotFoundError(words);
  if (error.reason === 'conflict') return new ConflictError(words);
  return new ServiceUnavailableError(words);
}

/** Errors of Express and of its body parser carry the body, the URL and a status: none of it is passed on. */
function fromHttpLibrary(error: Error & { type?: unknown }): Error | undefined {
  switch (error.type) {
    case 'entity.too.large':
      return new RequestError(
        'PayloadTooLargeError',
        'The body is larger than this route allows',
      );
    case 'entity.parse.failed':
      return new InputError('body: must be valid JSON');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new RequestError(
        'UnsupportedMediaTypeError',
        'The body must be JSON in UTF-8',
      );
    case 'request.aborted':
    case 'request.size.invalid':
      return new InputError('body: ended before its announced length');
    default:
  }
  if (error.name === 'URIError') {
    return new InputError('path: holds a malformed percent-encoding');
  }
  return undefined;
}

/**
 * The error as a caller may see it: a class, one sentence, and nothing else. Backstage serializes the cause and
 * every own field of an error into the answer and takes its `statusCode` as the answer's, so what is thrown is
 * never passed on itself. `undefined`: not meant for callers, answer with a general error and log this one.
 */
export function toPublicError(error: unknown): Error | undefined {
  if (error instanceof RequestError) return error;
  if (!(error instanceof Error)) return undefined;
  // By name: the class may come from another copy of the package.
  if (error.name === 'KubernetesError') {
    return fromKubernetes(error as KubernetesError);
  }
  const PublicClass = Object.hasOwn(PUBLIC_CLASSES, error.name)
    ? PUBLIC_CLASSES[error.name]
    : undefined;
  if (PublicClass) {
    // Backstage's classes append their cause to the message.
    const [own] = error.message.split(/;? ?caused by /, 1);
    return new PublicClass(error.cause === undefined ? error.message : own);
  }
  if (isUnavailable(error)) {
    // The drivers' messages name hosts and ports.
    return new ServiceUnavailableError(
      'The database of the portal does not answer; try again shortly',
    );
  }
  return fromHttpLibrary(error);
}
