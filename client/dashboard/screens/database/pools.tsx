import { useMemo } from 'preact/hooks';
import { linesTogether, quantileLines } from '../../data/chart-data';
import { useReads } from '../../data/use-reads';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { poolAdvice } from './database-advice';
import { poolColumns } from './database-columns';
import { poolChartReads, poolReads } from './database-reads';
import { poolRows } from './database-rows';
import { chartedDims, View } from './view';

/** Connections to the database: how many there are, and whether operations wait for one. */
export function Pools() {
  const table = useReads(poolReads);
  const charts = useReads(poolChartReads(chartedDims(['pool'])));
  const rows = useMemo(() => (table.data ? poolRows(table.data) : []), [table.data]);
  const data = useMemo(() => {
    const { size, inUse, waiting } = charts.data ?? {};
    return {
      connections: linesTogether([
        ['open', size],
        ['in use', inUse],
        ['operations that wait', waiting],
      ]),
      checkout: quantileLines(charts.data ?? {}),
    };
  }, [charts.data]);
  return (
    <View
      {...{ label: 'Pools of connections', table, rows, columns: poolColumns, charts }}
      {...{ sortedBy: 'waitingMax.desc', advice: poolAdvice(rows) }}
      other="pools beyond the limit of names kept apart."
      none={`No pool of connections was seen in the ${rangeLabel.value}. Without a MongoDB, or with a driver that does not tell of its pools, there is none.`}
    >
      {() => (
        <>
          <Panel title="Connections">
            <Chart
              title="Open, in use, and waited for"
              help={`${definitionOf('db.pool.inUse')} ${definitionOf('db.pool.waiting')}`}
              {...{ shown: 'count', data: data.connections }}
            />
          </Panel>
          <Panel title="Checkout">
            <Chart
              title="p50 and p95 of having one"
              {...{ help: definitionOf('db.pool.checkout'), shown: 'ms', data: data.checkout }}
            />
          </Panel>
        </>
      )}
    </View>
  );
}
