import { useMemo } from 'preact/hooks';
import { linesOf, quantileLines } from '../../data/chart-data';
import { useReads } from '../../data/use-reads';
import { params } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { ownerText, writeAdvice } from './database-advice';
import { writeColumns } from './database-columns';
import { writeChartReads, writeReads } from './database-reads';
import { writeRows } from './database-rows';
import { chartedDims, View } from './view';

/** Who writes to which collection, and how much. */
export function Writes() {
  const table = useReads(writeReads(params.value.collection));
  const charts = useReads(writeChartReads(chartedDims(['collection', 'op', 'owner'])));
  const rows = useMemo(() => (table.data ? writeRows(table.data) : []), [table.data]);
  const data = useMemo(() => {
    return {
      docs: linesOf(charts.data?.docs, { labelOf: ({ dims }) => ownerText(dims.owner) }),
      quantiles: quantileLines(charts.data ?? {}),
    };
  }, [charts.data]);
  return (
    <View
      {...{ label: 'Writes', table, rows, columns: writeColumns, charts }}
      {...{ sortedBy: 'impact.desc', advice: writeAdvice(rows) }}
      other="owners and collections beyond the limit of names kept apart."
      none={`This app wrote nothing in the ${rangeLabel.value}. What other programs write is in Streams.`}
    >
      {() => (
        <>
          <Panel title="Documents">
            <Chart
              title="Documents written, by who writes"
              {...{ help: definitionOf('mutation.docs'), shown: 'perSecond' }}
              {...{ isStacked: true, data: data.docs }}
            />
          </Panel>
          <Panel title="Duration">
            <Chart
              title="p50 and p95 of a write"
              {...{ help: definitionOf('mutation.duration'), shown: 'ms', data: data.quantiles }}
            />
          </Panel>
        </>
      )}
    </View>
  );
}
