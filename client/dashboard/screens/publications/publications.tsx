import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { pickedName, pickName } from '../../state/filters';
import { rangeLabel } from '../../state/range';
import { Breakdown } from '../../ui/breakdown';
import { Link } from '../../ui/link';
import { allAdvice, publicationAdvice } from './publication-advice';
import { PublicationCharts } from './publication-charts';
import { publicationColumns } from './publication-columns';
import { chartReads, tableReads } from './publication-reads';
import { type PublicationRow, publicationRows } from './publication-rows';

const other =
  'subscriptions to publications that the app does not have, and publications beyond the limit of names kept apart.';

/** Publications by what they send, and what is behind it. */
export function Publications() {
  const table = useReads(tableReads);
  const name = pickedName.value;
  const charts = useReads(chartReads(name));
  const rows = useMemo(() => (table.data ? publicationRows(table.data) : []), [table.data]);
  const row = rows.find((one) => one.name === name);
  const none = name
    ? `There was no subscription to ${name} in the ${rangeLabel.value}.`
    : `No publication was subscribed to in the ${rangeLabel.value}. Choose a longer range, or open a page of the app.`;

  return (
    <div class="panels">
      <Breakdown
        {...{ label: 'Publications', table, rows, columns: publicationColumns, keyOf, other }}
        {...{ sortedBy: 'impact.desc', picked: row?.key, empty: none, charts }}
        onPick={(one) => pickName(one.name)}
        isNothing={({ active, p50 }) => !active && !p50}
        title={name ?? 'All publications'}
        advice={() => (name ? (row ? publicationAdvice(row) : [none]) : allAdvice(rows))}
        onAll={name ? () => pickName(undefined) : undefined}
        links={name && <Links name={name} />}
      >
        {(reads) => <PublicationCharts reads={reads} />}
      </Breakdown>
    </div>
  );
}

const keyOf = ({ key }: PublicationRow) => key;

function Links({ name }: { name: string }) {
  return (
    <>
      <Link to="observers" with={{ kind: 'publication', name }}>
        Its observers
      </Link>
      <Link to="traces" with={{ kind: 'publication', name, order: 'slowest' }}>
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
