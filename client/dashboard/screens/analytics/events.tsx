import { useMemo } from 'preact/hooks';
import { type EventType, eventTypes } from '../../../../common/analytics/event';
import type { EventCountsAnswer } from '../../../../common/read-analytics';
import type { ChartData } from '../../data/chart-data';
import { pickedName, pickName } from '../../state/filters';
import { params } from '../../state/location';
import { range } from '../../state/range';
import { Chart } from '../../ui/chart';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { ParamText } from '../../ui/param-text';
import { Shown } from '../../ui/states';
import type { Column } from '../../ui/table-columns';
import { More } from './more';
import { useReport } from './use-report';

type Row = EventCountsAnswer['rows'][number];

const types = eventTypes.map((type): [EventType, string] => [type, type]);
const mostLines = 8;

/** How often things happened, by name or by the value of a property. */
export function Events() {
  const { type = 'track', event, by = 'event' } = params.value;
  const answer = useReport('event-counts', {
    ...{ type, event, by, limit: 200 },
    stepMs: range.value.stepMs,
  });
  return (
    <Panel
      title="Events"
      help="By the name of the event, or by a property of it, such as properties.plan or context.page.pattern."
    >
      <div class="search">
        <ParamSelect label="Type" param="type" options={types} clears={['name', 'event']} />
        <ParamText label="Only the event" param="event" placeholder="Task Added" />
        <ParamText
          label="Tell apart by"
          param="by"
          placeholder="event"
          suggestions={['event', 'context.page.pattern', 'context.locale', 'context.userAgent']}
        />
      </div>
      <Shown answer={answer} isEmpty={({ rows }) => rows.length === 0} empty="No such event.">
        {({ rows, more, stepMs, from, to }) => (
          <>
            <Counts rows={rows} stepMs={stepMs ?? range.value.stepMs} from={from} to={to} />
            <DataTable
              label="Values"
              rows={rows}
              columns={columns}
              keyOf={({ value }) => value}
              sortedBy="count.desc"
              picked={pickedName.value}
              onPick={({ value }) => pickName(value)}
            />
            {more && <More count={rows.length} />}
          </>
        )}
      </Shown>
    </Panel>
  );
}

interface CountsProps {
  readonly rows: readonly Row[];
  readonly stepMs: number;
  readonly from: number;
  readonly to: number;
}

function Counts({ rows, ...steps }: CountsProps) {
  const name = pickedName.value;
  const data = useMemo(
    () => countLines(name === undefined ? rows : rows.filter(({ value }) => value === name), steps),
    [rows, name, steps.from, steps.to, steps.stepMs],
  );
  return (
    <Chart
      title="Events by step"
      help="How many there were in each step of the range; the largest eight."
      shown="count"
      data={data}
    />
  );
}

/** A step without a point had none of the event: that is known, and 0. */
export function countLines(
  rows: readonly Row[],
  { from, to, stepMs }: Omit<CountsProps, 'rows'>,
): ChartData {
  const times: number[] = [];
  for (let at = from; at < to; at += stepMs) times.push(at);
  const lines = rows.slice(0, mostLines).map(({ value, points = [] }) => {
    const counts = new Map(points);
    return { label: value, values: times.map((at) => counts.get(at) ?? 0) };
  });
  return { times, lines };
}

const columns: ReadonlyArray<Column<Row>> = [
  {
    ...{ name: 'value', title: 'Value', isText: true },
    valueOf: ({ value }) => value,
    show: ({ value }) => value,
  },
  numberColumn({
    ...{ name: 'count', title: 'Events', shown: 'count' },
    of: ({ count }) => count,
  }),
  numberColumn({
    ...{ name: 'people', title: 'People', shown: 'count' },
    of: ({ people }) => people,
  }),
];
