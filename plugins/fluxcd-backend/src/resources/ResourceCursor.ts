import { InputError } from '@backstage/errors';
import { z } from 'zod';

const schema = z.strictObject({
  sort: z.string(),
  order: z.enum(['asc', 'desc']),
  after: z.tuple([
    z.union([z.string().max(253), z.number().int()]),
    z.string().max(253),
    z.string().max(32),
  ]),
});

/**
 * Where a page of the resource list ended: the sort key, name and id of its last row. The next page starts behind
 * that place, whatever happened to the rows meanwhile. It grants nothing: a forged one only starts elsewhere.
 */
export type ResourceCursor = z.infer<typeof schema>;

/** For `nextCursor`. */
export function encodeCursor(cursor: ResourceCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InputError when it was not made by `encodeCursor` for this sort and order. */
export function decodeCursor(
  text: string,
  expected: { sort: string; order: string },
): ResourceCursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw new InputError('cursor: must be a nextCursor of this list');
  }
  const parsed = schema.safeParse(value);
  const key = parsed.data?.after[0];
  if (
    !parsed.success ||
    (typeof key === 'number') !== (parsed.data.sort === 'status') ||
    parsed.data.after.some(part => String(part).includes('\0'))
  ) {
    throw new InputError('cursor: must be a nextCursor of this list');
  }
  if (
    parsed.data.sort !== expected.sort ||
    parsed.data.order !== expected.order
  ) {
    throw new InputError(
      'cursor: belongs to another sort or order; start at the first page',
    );
  }
  return parsed.data;
}
