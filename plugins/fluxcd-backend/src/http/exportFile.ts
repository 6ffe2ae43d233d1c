import { InputError } from '@backstage/errors';
import {
  type ExportFormat,
  MAX_EXPORT_ROWS,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import { type CsvColumn, toCsv } from './toCsv';

/**
 * A list as a file. A list that is too long is refused: a file that silently lacks rows would be believed.
 *
 * @throws InputError when there are more than `MAX_EXPORT_ROWS` rows
 */
export function exportFile<T>(options: {
  name: string;
  format: ExportFormat;
  rows: readonly T[];
  columns: readonly CsvColumn<T>[];
  /** Drops from JSON what the contract does not name. */
  schema: z.ZodType<T>;
}): File {
  const { name, format, rows, columns, schema } = options;
  if (rows.length > MAX_EXPORT_ROWS) {
    throw new InputError(
      `An export holds at most ${MAX_EXPORT_ROWS} rows; narrow the list with filters`,
    );
  }
  return format === 'csv'
    ? new File([toCsv(columns, rows)], `${name}.csv`, {
        type: 'text/csv; charset=utf-8; header=present',
      })
    : new File(
        [JSON.stringify({ items: rows.map(row => schema.parse(row)) })],
        `${name}.json`,
        { type: 'application/json' },
      );
}
