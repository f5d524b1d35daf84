import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { params, setParams } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { Breakdown } from '../../ui/breakdown';
import { Link } from '../../ui/link';
import { allAdvice, methodAdvice } from './method-advice';
import { MethodCharts } from './method-charts';
import { methodColumns } from './method-columns';
import { chartReads, type Picked, tableReads } from './method-reads';
import { type MethodRow, methodRows } from './method-rows';
import { wholeSplit } from './time-split';

const other =
  'calls of methods that the app does not have, and methods beyond the limit of names kept apart.';

/** Methods by what they cost, and what is behind it. */
export function Methods() {
  const table = useReads(tableReads);
  const { name, origin } = params.value;
  const picked: Picked = { name, origin };
  const charts = useReads(chartReads(picked));
  const rows = useMemo(() => (table.data ? methodRows(table.data) : []), [table.data]);
  const row = rows.find((one) => one.name === name && (!origin || one.origin === origin));

  return (
    <div class="panels">
      <Breakdown
        {...{ label: 'Methods', table, rows, columns: methodColumns, keyOf, other, charts }}
        {...{ sortedBy: 'impact.desc', picked: row?.key, onPick: pick }}
        empty={`No method was called in the ${rangeLabel.value}. Choose a longer range, or call one.`}
        isNothing={({ calls }) => !calls?.rows.length}
        nothing={nothingOf(name)}
        title={titleOf(picked)}
        advice={(reads) =>
          name ? methodAdvice({ split: wholeSplit(reads), row }) : allAdvice(rows)
        }
        onAll={name ? () => setParams(none) : undefined}
        links={name && <Links name={name} />}
      >
        {(reads) => <MethodCharts reads={reads} />}
      </Breakdown>
    </div>
  );
}

const keyOf = ({ key }: MethodRow) => key;

const none = { name: undefined, origin: undefined };

/** Picks a method; the same one again picks none. */
function pick({ name, origin }: MethodRow): void {
  const isPicked = params.value.name === name && params.value.origin === origin;
  setParams(isPicked ? none : { name, origin });
}

function titleOf({ name, origin }: Picked): string {
  if (!name) return 'All methods';
  return origin ? `${name}, called by the ${origin}` : name;
}

function nothingOf(name: string | undefined): string {
  return name
    ? `${name} was not called in the ${rangeLabel.value}.`
    : `No method was called in the ${rangeLabel.value}.`;
}

function Links({ name }: { name: string }) {
  return (
    <>
      <Link to="traces" with={{ kind: 'method', name, order: 'slowest' }}>
        Slowest traces
      </Link>
      <Link to="errors" with={{ name }}>
        Errors
      </Link>
      <Link to="logs" with={{ name }}>
        Logs
      </Link>
    </>
  );
}
