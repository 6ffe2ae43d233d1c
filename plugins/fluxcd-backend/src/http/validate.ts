import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/** As many as help to repair a request. */
const MAX_ISSUES = 5;

type Issue = z.core.$ZodIssue;

/** A name that came from the caller: shortened, and without anything a terminal or a log would interpret. */
function printable(name: PropertyKey): string {
  return String(name)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 64);
}

/** For a union, the alternative that came closest says more than "invalid input". */
function closest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branch =
    issue.errors.find(issues => issues.some(i => i.code !== 'invalid_type')) ??
    issue.errors[0];
  if (!branch?.length) return [issue];
  return branch.flatMap(inner =>
    closest({ ...inner, path: [...issue.path, ...inner.path] } as Issue),
  );
}

function describe(issue: Issue, place: string): string {
  const field = issue.path.map(printable).join('.') || place;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, MAX_ISSUES).map(printable).join(', ');
    return `${field}: has no field ${keys}`;
  }
  // Zod's messages name types, limits and allowed values, and never the value at hand.
  return `${field}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

/**
 * The value as the schema has it.
 * @throws InputError that names each field and the rule it breaks, never its value.
 */
export function validate<T extends z.ZodType>(
  schema: T,
  value: unknown,
  place: 'body' | 'query' | 'path',
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(closest);
  const words = issues.slice(0, MAX_ISSUES).map(i => describe(i, place));
  if (issues.length > MAX_ISSUES) {
    words.push(`and ${issues.length - MAX_ISSUES} more`);
  }
  throw new InputError(words.join('; '));
}
