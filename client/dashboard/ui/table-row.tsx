import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Column } from './table-columns';

interface Props<Row> {
  readonly row: Row;
  readonly columns: ReadonlyArray<Column<Row>>;
  /** Which row of the table it is, from 1, the head included. */
  readonly index: number;
  readonly isPicked: boolean;
  readonly onPick: ((row: Row) => void) | undefined;
}

/** A row of a table, which is drawn anew only when something about it changed: not while one scrolls. */
export function TableRow<Row>({ row, columns, index, isPicked, onPick }: Props<Row>) {
  return useMemo(
    () => (
      <tr aria-rowindex={index} class={isPicked ? 'picked' : undefined}>
        {columns.map((column, at) =>
          at === 0 ? (
            <th key={column.name} scope="row">
              <RowName row={row} column={column} isPicked={isPicked} onPick={onPick} />
            </th>
          ) : (
            <td key={column.name} class={column.isText ? undefined : 'number'}>
              {column.show(row)}
            </td>
          ),
        )}
      </tr>
    ),
    [row, columns, index, isPicked, onPick],
  );
}

interface RowNameProps<Row> {
  readonly row: Row;
  readonly column: Column<Row>;
  readonly isPicked: boolean;
  readonly onPick: ((row: Row) => void) | undefined;
}

function RowName<Row>({ row, column, isPicked, onPick }: RowNameProps<Row>): ComponentChildren {
  if (!onPick) return column.show(row);
  return (
    <button type="button" class="row-name" aria-pressed={isPicked} onClick={() => onPick(row)}>
      {column.show(row)}
    </button>
  );
}
