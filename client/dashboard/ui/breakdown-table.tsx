import { useMemo } from 'preact/hooks';
import { OTHER } from '../../../common/metrics';
import { params, setParams } from '../state/location';
import { DataTable } from './data-table';
import type { Column } from './table-columns';
import './breakdown.css';

export interface BreakdownProps<Row> {
  /** What the rows are, in the plural. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly keyOf: (row: Row) => string;
  readonly sortedBy: `${string}.${'asc' | 'desc'}`;
  readonly picked: string | undefined;
  readonly onPick: (row: Row) => void;
  /** What `_OTHER` stands for here; a sentence, shown where there is such a row. */
  readonly other: string;
  /** Parameter of the address that keeps the order, where the screen has several tables. */
  readonly sortParam?: string;
}

const fewRows = 8;

/** Names and what they cost, with a search where there are many. Picking one filters the charts. */
export function BreakdownTable<Row>({ rows, columns, other, ...table }: BreakdownProps<Row>) {
  const search = params.value.q ?? '';
  const found = useMemo(
    () => rows.filter((row) => matches(textsOf(row, columns), search)),
    [rows, columns, search],
  );
  const hasOther = rows.some((row) => textsOf(row, columns).includes(OTHER));
  return (
    <div class="breakdown">
      {(rows.length > fewRows || search) && <Search text={search} />}
      {found.length === 0 ? (
        <p class="empty">No name has “{search}” in it. Change the search, or clear it.</p>
      ) : (
        <DataTable rows={found} columns={columns} {...table} />
      )}
      {hasOther && (
        <p class="breakdown-note">
          <code>{OTHER}</code>: {other}
        </p>
      )}
    </div>
  );
}

function Search({ text }: { text: string }) {
  return (
    <div class="breakdown-tools">
      <label>
        Search names
        <input
          type="search"
          value={text}
          onInput={({ currentTarget: { value } }) =>
            setParams({ q: value || undefined }, 'replace')
          }
        />
      </label>
    </div>
  );
}

/** Whether all words of a search are in a row's texts, whatever their case. */
export function matches(texts: readonly string[], search: string): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function textsOf<Row>(row: Row, columns: ReadonlyArray<Column<Row>>): string[] {
  return columns.filter(({ isText }) => isText).map((column) => String(column.valueOf(row) ?? ''));
}
