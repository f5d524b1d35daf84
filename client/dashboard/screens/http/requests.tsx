import { useMemo } from 'preact/hooks';
import { useReads } from '../../data/use-reads';
import { params, setParams } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { Breakdown } from '../../ui/breakdown';
import { Link } from '../../ui/link';
import { allAdvice, httpAdvice } from './http-advice';
import { HttpCharts } from './http-charts';
import { httpColumns } from './http-columns';
import { chartReads, type Picked, type Side, tableReads } from './http-reads';
import { type HttpRow, httpRows } from './http-rows';

/** Requests of one side by what they take, and what is behind it. */
export function Requests({ side }: { side: Side }) {
  const { name, method } = params.value;
  const picked: Picked = { name, method };
  const table = useReads(tableReads(side));
  const charts = useReads(chartReads(side, picked));
  const rows = useMemo(() => (table.data ? httpRows(side, table.data) : []), [table.data, side]);
  const row = rows.find((one) => one.place === name && (!method || one.method === method));
  const none = noneOf[side](rangeLabel.value);

  return (
    <div class="panels">
      <Breakdown
        {...{ label: labels[side], table, rows, columns: httpColumns[side], keyOf, charts }}
        {...{ sortedBy: 'impact.desc', picked: row?.key, onPick: pick, empty: none }}
        other={others[side]}
        isNothing={({ requests }) => !requests?.rows.length}
        title={name ? `${method ?? ''} ${name}` : `All ${labels[side].toLowerCase()}`}
        advice={() => (name ? (row ? httpAdvice(side, row) : []) : allAdvice(rows))}
        onAll={name ? () => setParams(nothing) : undefined}
        links={name && side === 'in' && <Links name={name} method={method} />}
      >
        {(reads) => <HttpCharts side={side} reads={reads} />}
      </Breakdown>
    </div>
  );
}

const labels: Readonly<Record<Side, string>> = {
  in: 'Requests to the app',
  out: 'Requests by the app',
};

const others: Readonly<Record<Side, string>> = {
  in: 'routes beyond the limit of names kept apart.',
  out: 'hosts beyond the limit of names kept apart.',
};

const noneOf: Readonly<Record<Side, (range: string) => string>> = {
  in: (range) => `No request came in the ${range}. Choose a longer range, or open the app.`,
  out: (range) =>
    `The app asked no other server in the ${range}. Requests by fetch and node’s http are seen here.`,
};

const keyOf = ({ key }: HttpRow) => key;

const nothing = { name: undefined, method: undefined };

/** Picks requests; the same ones again pick none. */
function pick({ place, method }: HttpRow): void {
  const isPicked = params.value.name === place && params.value.method === method;
  setParams(isPicked ? nothing : { name: place, method });
}

function Links({ name, method }: { name: string; method: string | undefined }) {
  const full = method ? `${method} ${name}` : name;
  return (
    <>
      <Link to="traces" with={{ kind: 'http', name: full, order: 'slowest' }}>
        Slowest traces
      </Link>
      <Link to="errors" with={{ name: full }}>
        Errors
      </Link>
    </>
  );
}
