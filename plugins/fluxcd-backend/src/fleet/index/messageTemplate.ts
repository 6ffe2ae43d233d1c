/** Stand for the revision and the name of the row. */
const REVISION = '\x01';
const NAME = '\x02';
/** Before a message that has such characters itself: it is kept as it is. */
const RAW = '\x03';
// eslint-disable-next-line no-control-regex
const MARKS = /[\x01-\x03]/;
// eslint-disable-next-line no-control-regex
const GAPS = /[\x01\x02]/g;
/** Shorter ones are left in the message: they would be found in every other word. Characters. */
const MIN_LENGTH = 4;

interface Parts {
  name: string;
  revision: string | null;
}

function shorten(message: string, { name, revision }: Parts): string {
  if (MARKS.test(message)) return RAW + message;
  let template = message;
  if (revision && revision.length >= MIN_LENGTH) {
    template = template.replaceAll(revision, REVISION);
  }
  return name.length >= MIN_LENGTH ? template.replaceAll(name, NAME) : template;
}

function expand(template: string, { name, revision }: Parts): string {
  if (template.startsWith(RAW)) return template.slice(1);
  return template.replace(GAPS, gap =>
    gap === REVISION ? revision ?? '' : name,
  );
}

/** Whether the text has to be treated as one of these. */
function isMarked(text: string): boolean {
  return MARKS.test(text);
}

/**
 * Whether a message made of the template may hold `needle` across the edge of a gap: partly in the template, partly in
 * what is filled in. What is wholly in one of the two is found there. Both are in lower case.
 */
function mayStraddle(template: string, needle: string): boolean {
  if (template.startsWith(RAW)) return false;
  const pieces = template.split(GAPS);
  const last = pieces.length - 1;
  return pieces.some((piece, i) => {
    for (let length = 1; length < needle.length; length += 1) {
      if (i < last && piece.endsWith(needle.slice(0, length))) return true;
      if (i > 0 && piece.startsWith(needle.slice(length))) return true;
    }
    return i > 0 && i < last && needle.length > 1 && needle.includes(piece);
  });
}

/**
 * Messages mostly tell the revision and the name, which the row has anyway: "Applied revision: …". Without these, few
 * different messages are left of a whole fleet's.
 */
export const messageTemplate = { shorten, expand, isMarked, mayStraddle };
