import type { ComponentChildren } from 'preact';
import type { Dims } from '../../../../common/metrics';
import { dimsOfKey } from '../../data/joined-rows';
import type { Answer } from '../../data/use-answer';
import type { Reads } from '../../data/use-reads';
import { pickedName, pickName } from '../../state/filters';
import { params, setParams } from '../../state/location';
import { Breakdown } from '../../ui/breakdown';
import type { Column } from '../../ui/table-columns';

interface Row {
  readonly key: string;
  readonly dims: Dims;
}

interface Props<One extends Row, Name extends string> {
  /** What the rows are, in the plural. */
  readonly label: string;
  readonly table: Answer<unknown>;
  readonly rows: readonly One[];
  readonly columns: ReadonlyArray<Column<One>>;
  readonly sortedBy: `${string}.${'asc' | 'desc'}`;
  readonly other: string;
  /** That there are none, and what to do; a sentence. */
  readonly none: string;
  readonly advice: readonly string[];
  readonly charts: Answer<Reads<Name>>;
  readonly children: (reads: Reads<Name>) => ComponentChildren;
}

/** One view of the database: a table, and charts of what is picked in it. */
export function View<One extends Row, Name extends string>(props: Props<One, Name>) {
  const { label, table, rows, columns, sortedBy, other, none, advice, charts, children } = props;
  const name = pickedName.value;
  const row = rows.find(({ key }) => key === name);
  return (
    <div class="panels">
      <CollectionOnly />
      <Breakdown
        {...{ label, table, rows, columns, sortedBy, other, empty: none, charts, children }}
        keyOf={({ key }) => key}
        picked={row?.key}
        onPick={({ key }) => pickName(key)}
        title={row ? Object.values(row.dims).join(', ') : `All ${label.toLowerCase()}`}
        advice={() => advice}
        onAll={name ? () => pickName(undefined) : undefined}
      />
    </div>
  );
}

/** Says that only one collection is shown, where a link asked for that. */
function CollectionOnly() {
  const { collection } = params.value;
  if (!collection) return null;
  return (
    <p class="panel-wide picked-head">
      <span>
        Only the collection <strong>{collection}</strong> is shown.
      </span>
      <button type="button" onClick={() => setParams({ collection: undefined })}>
        Show all collections
      </button>
    </p>
  );
}

/** What the charts of a view are of: the picked row, else the collection that is asked for. */
export function chartedDims(by: readonly string[]): Readonly<Record<string, string | undefined>> {
  const picked = dimsOfKey(pickedName.value, by);
  if (picked) return picked;
  return by.includes('collection') ? { collection: params.value.collection } : {};
}
