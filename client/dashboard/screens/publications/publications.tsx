import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { pickedName, pickName } from '../../state/filters';
import { rangeLabel } from '../../state/range';
import { BreakdownPanel } from '../../ui/breakdown-panel';
import { Link } from '../../ui/link';
import { PickedHead } from '../../ui/picked-head';
import { Shown } from '../../ui/states';
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
      <BreakdownPanel
        {...{ label: 'Publications', answer: table, rows, columns: publicationColumns }}
        {...{ keyOf, other, sortedBy: 'impact.desc', picked: row?.key }}
        onPick={(one) => pickName(one.name)}
        empty={none}
      />
      {(rows.length > 0 || table.isLoading) && (
        <section class="panel-wide" aria-label="Over time">
          <Shown answer={charts} isEmpty={({ active, p50 }) => !active && !p50} empty={none}>
            {(reads) => (
              <>
                <PickedHead
                  title={name ?? 'All publications'}
                  advice={name ? (row ? publicationAdvice(row) : [none]) : allAdvice(rows)}
                  onAll={name ? () => pickName(undefined) : undefined}
                >
                  {name && <Links name={name} />}
                </PickedHead>
                <PublicationCharts reads={reads} />
              </>
            )}
          </Shown>
        </section>
      )}
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
