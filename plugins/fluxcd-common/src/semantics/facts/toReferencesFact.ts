import type { Fact, FactReference } from '../../schemas';

/** Most references that are handed on; the value of the fact still counts all. */
const MAX_REFERENCES = 50;

/** A fact that names other objects; its value is their number. None when it names nothing. */
export function toReferencesFact(
  name: string,
  references: readonly (FactReference | undefined)[],
): Fact[] {
  const known = references.filter(reference => reference !== undefined);
  if (!known.length) return [];
  return [
    {
      name,
      value: String(known.length),
      references: known.slice(0, MAX_REFERENCES),
    },
  ];
}
