import { useMemo } from 'preact/hooks';
import { linesOf, quantileLines } from '../../data/chart-data';
import { type Reads, useReads } from '../../data/use-reads';
import { params } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { ChartPanel } from '../../ui/chart-panel';
import { HeatMap } from '../../ui/heat-map';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { operationAdvice } from './database-advice';
import { operationColumns } from './database-columns';
import { type OperationChartRead, operationChartReads, operationReads } from './database-reads';
import { operationRows } from './database-rows';
import { chartedDims, View } from './view';

const duration = definitionOf('db.duration');

/** Operations by collection and command, and what they take. */
export function Operations() {
  const table = useReads(operationReads(params.value.collection));
  const charts = useReads(operationChartReads(chartedDims(['collection', 'command'])));
  const rows = useMemo(() => (table.data ? operationRows(table.data) : []), [table.data]);
  return (
    <View
      {...{ label: 'Operations', table, rows, columns: operationColumns, charts }}
      {...{ sortedBy: 'impact.desc', advice: operationAdvice(rows) }}
      other="collections beyond the limit of names kept apart."
      none={`The app asked the database nothing in the ${rangeLabel.value}. Choose a longer range, or use the app.`}
    >
      {(reads) => <Charts reads={reads} />}
    </View>
  );
}

function Charts({ reads }: { reads: Reads<OperationChartRead> }) {
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <>
      <ChartPanel
        {...{ panel: 'Duration', title: 'p50, p95 and p99' }}
        {...{ help: duration, shown: 'ms', data: data.quantiles }}
      />
      <ChartPanel
        {...{ panel: 'Throughput', title: 'Operations by command' }}
        {...{ help: duration, shown: 'perSecond', isStacked: true, data: data.rate }}
      />
      {data.errors.lines.length > 0 && (
        <ChartPanel
          {...{ panel: 'Failures', title: 'Operations that failed' }}
          {...{ help: definitionOf('db.errors'), shown: 'perSecond', data: data.errors }}
        />
      )}
      {reads.spread && (
        <Panel title="Spread of durations" isWide>
          <HeatMap title="Operations by duration" help={duration} answer={reads.spread} />
        </Panel>
      )}
    </>
  );
}

function chartsOf(reads: Reads<OperationChartRead>) {
  const { rate, errors } = reads;
  const byCommand = {
    labelOf: ({ dims }: { dims: Readonly<Record<string, string>> }) => dims.command ?? '',
  };
  return {
    quantiles: quantileLines(reads),
    rate: linesOf(rate, byCommand),
    errors: linesOf(errors, byCommand),
  };
}
