import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A small read-only table: no sorting, no paging. The first cell of a row is its header. */
export function DataTable(props: {
  label: string;
  columns: string[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  const { label, columns, rows } = props;
  return (
    // The roles survive the block layout of narrow screens, which takes them away in some browsers.
    <table className={styles.table} aria-label={label} role="table">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(column => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, cells }) => (
          <tr key={key} role="row">
            {cells.map((cell, index) =>
              index === 0 ? (
                <th key={columns[index]} scope="row" role="rowheader">
                  {cell}
                </th>
              ) : (
                <td
                  key={columns[index]}
                  role="cell"
                  data-label={columns[index]}
                >
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
