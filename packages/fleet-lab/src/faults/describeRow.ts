import type { Row } from './Row';

/** What the truth and each read model say of one object, in this order; for whoever looks why they differ. */
export function describeRow(
  key: string | undefined,
  models: ReadonlyArray<readonly Row[]>,
): string {
  const said = models.map(model => {
    const row = model.find(one => one.key === key);
    return row ? `${row.uid.slice(0, 8)} ${row.status} ${row.revision}` : '-';
  });
  return said.join(' | ');
}
