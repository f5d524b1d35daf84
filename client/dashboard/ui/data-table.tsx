import { useMemo, useRef, useState } from 'preact/hooks';
import { params, setParams } from '../state/location';
import { ExportButton } from './export-button';
import { Help } from './help';
import { type Column, sortedRows, sortOf } from './table-columns';
import { TableRow } from './table-row';

interface Props<Row> {
  /** What the rows are, in the plural: it names the table and its file. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly keyOf: (row: Row) => string;
  /** Name of the column it is sorted by at first, and which way. */
  readonly sortedBy: `${string}.${'asc' | 'desc'}`;
  /** Where rows can be picked: which one is, and what to do. */
  readonly picked?: string | undefined;
  readonly onPick?: (row: Row) => void;
  /** Parameter of the address that keeps the order; `sort` unless the screen has several tables. */
  readonly sortParam?: string;
}

const rowHeight = 37; // as in parts.css
const rowsBeyond = 5;
const chunk = 4 * rowHeight; // rows come and go by so many: fewer than there are beyond what is seen

/**
 * A table that sorts, exports, and shows thousands of rows: only those near what is seen are in the
 * page. The first column names the row, and picks it.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, columns, keyOf, picked, sortParam = 'sort' } = props;
  const sort = sortOf(params.value[sortParam], columns, props.sortedBy);
  const sorted = useMemo(
    () => sortedRows(rows, columns, sort),
    [rows, columns, sort.name, sort.isUp],
  );
  const [scrolledTo, setScrolledTo] = useState(0);
  const box = useRef<HTMLElement>(null);

  const height = box.current?.clientHeight ?? 600;
  const first = Math.max(0, Math.floor(scrolledTo / rowHeight) - rowsBeyond);
  const last = Math.min(sorted.length, Math.ceil((scrolledTo + height) / rowHeight) + rowsBeyond);

  const sortBy = (name: string) => {
    const isUp =
      sort.name === name ? !sort.isUp : (columns.find((one) => one.name === name)?.isText ?? false);
    setParams({ [sortParam]: `${name}.${isUp ? 'asc' : 'desc'}` }, 'replace');
  };

  const exported = () => ({
    name: label.toLowerCase().replaceAll(/\W+/g, '-'),
    columns: columns.map(({ name }) => name),
    rows: sorted.map((row) => columns.map((column) => column.valueOf(row))),
  });

  return (
    <div class="table-frame">
      <div class="table-tools">
        <span>
          {label}: {sorted.length.toLocaleString('en')}
        </span>
        <ExportButton of={exported} />
      </div>
      <section
        class="table-scroll"
        aria-label={`${label}: table`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        ref={box}
        onScroll={({ currentTarget: { scrollTop } }) =>
          setScrolledTo(scrollTop - (scrollTop % chunk))
        }
      >
        <table aria-rowcount={sorted.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <Head key={column.name} column={column} sort={sort} onSort={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={first} columns={columns.length} />
            {sorted.slice(first, last).map((row, index) => {
              const key = keyOf(row);
              const isPicked = picked !== undefined && key === picked;
              return (
                <TableRow
                  key={key}
                  row={row}
                  columns={columns}
                  index={first + index + 2}
                  isPicked={isPicked}
                  onPick={props.onPick}
                />
              );
            })}
            <Gap rows={sorted.length - last} columns={columns.length} />
          </tbody>
        </table>
      </section>
    </div>
  );
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: { readonly name: string; readonly isUp: boolean };
  readonly onSort: (name: string) => void;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { name, title, help, isText } = column;
  const isSorted = sort.name === name;
  const order = sort.isUp ? 'ascending' : 'descending';
  const arrow = sort.isUp ? ' ↑' : ' ↓';
  const said = (
    <>
      {title}
      {isSorted && <span aria-hidden="true">{arrow}</span>}
    </>
  );
  return (
    <th scope="col" class={isText ? undefined : 'number'} aria-sort={isSorted ? order : 'none'}>
      {help ? (
        <Help text={help} onClick={() => onSort(name)}>
          {said}
        </Help>
      ) : (
        <button type="button" class="sort" onClick={() => onSort(name)}>
          {said}
        </button>
      )}
    </th>
  );
}

/** Stands for rows that are not in the page. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr
      class="gap"
      ref={(row) => {
        if (row) row.style.height = `${rows * rowHeight}px`;
      }}
    >
      <td colSpan={columns} />
    </tr>
  );
}
