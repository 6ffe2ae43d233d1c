import { scrub } from '../security/scrub';
import { isVersionLost } from './isVersionLost';
import { KubernetesError } from './KubernetesError';

/** Longest wait that an answer may ask for, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 300;
const REASON_WORD = /^[A-Za-z]{1,64}$/;
const MAX_MESSAGE_LENGTH = 512;

/** What an answer other than 2xx means. Only `message` of a Status body is ever quoted, and scrubbed. */
export function toResponseError(answer: {
  host: string;
  status: number;
  contentType?: string;
  retryAfter?: string;
  body: string;
}): KubernetesError {
  const { host, status } = answer;
  const kubernetesStatus = parseStatus(answer.body);
  const statusReason = kubernetesStatus?.reason;
  const error = (reason: KubernetesError['reason'], message: string) =>
    new KubernetesError(message, {
      reason,
      status,
      statusReason,
      retryAfterSeconds: parseRetryAfter(answer.retryAfter),
    });
  const quote = kubernetesStatus?.message
    ? `: ${scrub(kubernetesStatus.message).slice(0, MAX_MESSAGE_LENGTH)}`
    : '.';
  const isHtml = /html/i.test(answer.contentType ?? '');

  if (status >= 300 && status < 400) {
    return error(
      'not-kubernetes',
      `${host} answered with a redirect (HTTP ${status}), which an API server does not do; redirects are not followed.`,
    );
  }
  // The error page of a load balancer stands for the server behind it; any other page is someone else's.
  if (isHtml && status < 500) {
    return error(
      'not-kubernetes',
      `${host} answered with a web page (HTTP ${status}): it is not a Kubernetes API server.`,
    );
  }
  // Told of with a 504, or a 500, though it says nothing of the server as a whole.
  if (kubernetesStatus?.versionLost) {
    return error(
      'expired',
      `${host} cannot continue at the asked resource version.`,
    );
  }
  switch (status) {
    case 401:
      return error('unauthorized', `${host} does not accept the credential.`);
    case 403:
      return error('forbidden', `${host} forbids the request${quote}`);
    case 404:
      return error('not-found', `${host} does not know what was asked for.`);
    case 408:
    case 504:
      return error(
        'timeout',
        `${host} gave up on the request (HTTP ${status}).`,
      );
    case 409:
    case 412:
      return error(
        'conflict',
        `${host} reports a conflict with another change.`,
      );
    case 410:
      return error(
        'expired',
        `${host} no longer has the asked resource version.`,
      );
    case 422:
      return error('invalid', `${host} finds the request invalid${quote}`);
    case 429:
      return error('rate-limited', `${host} asks to slow down (HTTP 429).`);
    default:
  }
  if (status >= 500) {
    return error('server-error', `${host} failed to answer (HTTP ${status}).`);
  }
  if (!kubernetesStatus) {
    return error(
      'not-kubernetes',
      `${host} answered HTTP ${status} in a form that no Kubernetes API server uses.`,
    );
  }
  return error(
    'invalid',
    `${host} rejected the request (HTTP ${status}${
      statusReason ? ` ${statusReason}` : ''
    }).`,
  );
}

function parseStatus(
  body: string,
): { message?: string; reason?: string; versionLost: boolean } | undefined {
  try {
    const parsed = JSON.parse(body);
    if (parsed?.kind !== 'Status') {
      return undefined;
    }
    const { message, reason } = parsed;
    return {
      message: typeof message === 'string' && message ? message : undefined,
      reason:
        typeof reason === 'string' && REASON_WORD.test(reason)
          ? reason
          : undefined,
      versionLost: isVersionLost(parsed),
    };
  } catch {
    return undefined;
  }
}

/** Seconds only: the date form would need the cluster's clock to be right. */
function parseRetryAfter(value: string | undefined): number | undefined {
  return value && /^\d{1,6}$/.test(value)
    ? Math.min(Number(value), MAX_RETRY_AFTER_SECONDS)
    : undefined;
}
