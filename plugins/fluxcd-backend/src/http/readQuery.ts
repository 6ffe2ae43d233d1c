import { InputError } from '@backstage/errors';
import type { Request } from 'express';

/**
 * The query parameters: a string each, or a list where one is given several times. Express's own parser also
 * builds objects out of brackets, which no route wants.
 */
export function readQuery(req: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(req.url, 'http://localhost');
  const query = new Map<string, string | string[]>();
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    if (values.some(value => value.includes('\0'))) {
      throw new InputError('query: must not hold NUL characters');
    }
    query.set(name, values.length === 1 ? values[0] : values);
  }
  return Object.fromEntries(query);
}
