import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { pickedName, pickName } from '../../state/filters';
import { rangeLabel } from '../../state/range';
import { BreakdownPanel } from '../../ui/breakdown-panel';
import { Link } from '../../ui/link';
import { PickedHead } from '../../ui/picked-head';
import { Shown } from '../../ui/states';
import { EmailPanel } from './email';
import { JobCharts } from './job-charts';
import { jobColumns } from './job-columns';
import { chartReads, tableReads } from './job-reads';
import { type JobRow, jobAdvice, jobRows } from './job-rows';

/** Work that the app does on its own account: jobs, and e-mail. */
export function Jobs() {
  const table = useReads(tableReads);
  const name = pickedName.value;
  const charts = useReads(chartReads(name));
  const rows = useMemo(() => (table.data ? jobRows(table.data) : []), [table.data]);
  const row = rows.find((one) => one.name === name);
  const none = `No job ran in the ${rangeLabel.value}. Put what runs by itself into Radiant.job('name', async () => { … }) to see it here.`;

  return (
    <div class="panels">
      <BreakdownPanel
        {...{ label: 'Jobs', answer: table, rows, columns: jobColumns, keyOf }}
        {...{ sortedBy: 'impact.desc', picked: row?.key, empty: none }}
        onPick={(one) => pickName(one.name)}
        other="jobs beyond the limit of names kept apart."
      />
      {rows.length > 0 && (
        <section class="panel-wide" aria-label="Over time">
          <Shown answer={charts} isEmpty={({ runs }) => !runs?.rows.length} empty={none}>
            {(reads) => (
              <>
                <PickedHead
                  title={name ?? 'All jobs'}
                  advice={row ? jobAdvice(row) : []}
                  onAll={name ? () => pickName(undefined) : undefined}
                >
                  {name && (
                    <>
                      <Link to="traces" with={{ kind: 'job', name, order: 'slowest' }}>
                        Slowest traces
                      </Link>
                      <Link to="errors" with={{ name }}>
                        Errors
                      </Link>
                    </>
                  )}
                </PickedHead>
                <JobCharts reads={reads} />
              </>
            )}
          </Shown>
        </section>
      )}
      <EmailPanel />
    </div>
  );
}

const keyOf = ({ key }: JobRow) => key;
