import type { Fact } from '../../schemas';

/** Longest value that is handed on, in characters: `spec.ignore` and the like have no limit of their own. */
const MAX_LENGTH = 500;

/** A fact of a simple value; none of anything else, of an empty text, and of a number that is none. */
export function toFact(name: string, value: unknown): Fact[] {
  const isSimple =
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value);
  const text = isSimple ? String(value) : '';
  if (!text) return [];
  return [
    {
      name,
      value:
        text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text,
    },
  ];
}
