import { pageByColumn } from './pageByColumn';
import { pageByKey } from './pageByKey';
import type { PageSource } from './PageSource';

/** The first `limit` rows behind the cursor, in order. */
export function pageRows(source: Omit<PageSource, 'isPastName'>): number[] {
  const { rows, texts } = source.parts;
  const { after } = source.query;
  if (!after) return collect(source, 0, () => true);
  const [, name, id] = after;
  // For as long as this takes, also when no row has that name any more: numbers of texts are quick to compare.
  const nameText = texts.acquire(name);
  const isPastName = (row: number) => {
    const difference = texts.compare(rows.name[row], nameText);
    return difference > 0 || (difference === 0 && rows.id(row) > id);
  };
  try {
    return collect(source, nameText, isPastName);
  } finally {
    texts.release(nameText);
  }
}

function collect(
  source: Omit<PageSource, 'isPastName'>,
  nameText: number,
  isPastName: (row: number) => boolean,
): number[] {
  const { sort } = source.query;
  return sort === 'name' || sort === 'statusSince'
    ? pageByColumn({ ...source, isPastName }, nameText)
    : pageByKey({ ...source, isPastName });
}
