import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { pickedName, pickName } from '../../state/filters';
import { rangeLabel } from '../../state/range';
import { Breakdown } from '../../ui/breakdown';
import { Link } from '../../ui/link';
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
      <Breakdown
        {...{ label: 'Jobs', table, rows, columns: jobColumns, keyOf, charts }}
        {...{ sortedBy: 'impact.desc', picked: row?.key, empty: none }}
        onPick={(one) => pickName(one.name)}
        other="jobs beyond the limit of names kept apart."
        isNothing={({ runs }) => !runs?.rows.length}
        title={name ?? 'All jobs'}
        advice={() => (row ? jobAdvice(row) : [])}
        onAll={name ? () => pickName(undefined) : undefined}
        links={name && <Links name={name} />}
      >
        {(reads) => <JobCharts reads={reads} />}
      </Breakdown>
      <EmailPanel />
    </div>
  );
}

const keyOf = ({ key }: JobRow) => key;

function Links({ name }: { name: string }) {
  return (
    <>
      <Link to="traces" with={{ kind: 'job', name, order: 'slowest' }}>
        Slowest traces
      </Link>
      <Link to="errors" with={{ name }}>
        Errors
      </Link>
    </>
  );
}
