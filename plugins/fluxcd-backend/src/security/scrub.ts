/** Longest message that is stored or shown, in characters. */
const MAX_LENGTH = 4096;

const HIDDEN = '***';

/**
 * Shapes of credentials. Linear patterns only: messages come from other machines.
 * Userinfo in URLs and `key=value` pairs keep their surroundings, so that the sentence stays readable.
 */
const PATTERNS: readonly [RegExp, string][] = [
  [/-----BEGIN [^-]{1,64}-----[^-]*(?:-----END [^-]{1,64}-----)?/g, HIDDEN],
  [/\b([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s/@'"]{1,512}@/gi, `$1${HIDDEN}@`],
  [/\b(authorization\s{0,4}[:=]\s{0,4})[^\r\n]+/gi, `$1${HIDDEN}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, HIDDEN],
  [
    /\b((?:[\w-]{0,32}(?:secret|password|passwd|pwd|token|api[_-]?key|access[_-]?key|credential))["']?\s{0,2}[=:]\s{0,2}["']?)[^\s&"',;]{3,}/gi,
    `$1${HIDDEN}`,
  ],
  // The path of a Receiver's webhook, which notification-controller writes into messages.
  [/(\/hook\/)[0-9a-f]{16,}/g, `$1${HIDDEN}`],
  [/([?&]sig=)[^\s&"']+/g, `$1${HIDDEN}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
  [/\bgh[pousr]_[A-Za-z0-9]{16,}/g, HIDDEN],
  [/\bgithub_pat_[A-Za-z0-9_]{16,}/g, HIDDEN],
  [/\bglpat-[A-Za-z0-9_-]{16,}/g, HIDDEN],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{8,}/g, HIDDEN],
  [/hooks\.slack\.com\/\S+/g, `hooks.slack.com/${HIDDEN}`],
  [/\b[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/g, HIDDEN],
  [/[A-Za-z0-9+/_-]{200,}={0,2}/g, HIDDEN],
];

/**
 * Takes what looks like a credential out of a message of another machine, and the control characters with it, and
 * caps its length. For messages only: objects are projected by allow-list.
 */
export function scrub(message: string): string {
  // Cap first, generously: the patterns then run over a bounded text.
  let text = message.slice(0, 4 * MAX_LENGTH);
  for (const [pattern, replacement] of PATTERNS) {
    text = text.replace(pattern, replacement);
  }
  // eslint-disable-next-line no-control-regex
  text = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
