import { pageByColumn } from './pageByColumn';
import { pageByKey } from './pageByKey';
import type { PageSource } from './PageSource';

/** The first `limit` rows behind the cursor, in order. */
export function pageRows(source: Omit<PageSource, 'isPastName'>): number[] {
  const { rows, texts } = source.parts;
  const { sort, after } = source.query;
  const [, name = '', id = ''] = after ?? [];
  // For as long as this takes, also when no row has that name any more: numbers of texts are quick to compare.
  const nameText = texts.acquire(name);
  const isPastName = (row: number) => {
    const difference = texts.compare(rows.name[row], nameText);
    return difference > 0 || (difference === 0 && rows.id(row) > id);
  };
  try {
    return sort === 'name' || sort === 'statusSince'
      ? pageByColumn({ ...source, isPastName }, nameText)
      : pageByKey({ ...source, isPastName });
  } finally {
    texts.release(nameText);
  }
}
