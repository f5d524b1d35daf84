import { useMemo } from 'preact/hooks';
import { linesTogether } from '../../data/chart-data';
import { useReads } from '../../data/use-reads';
import { params } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { streamAdvice } from './database-advice';
import { streamColumns } from './database-columns';
import { streamChartReads, streamReads } from './database-reads';
import { streamRows } from './database-rows';
import { chartedDims, View } from './view';

/** How changes of all processes arrive: the oplog, and change streams. */
export function Streams() {
  const table = useReads(streamReads(params.value.collection));
  const charts = useReads(streamChartReads(chartedDims(['collection'])));
  const rows = useMemo(() => (table.data ? streamRows(table.data) : []), [table.data]);
  const data = useMemo(() => {
    const { oplogLag, streamLag, entries, events, skipped, backlog } = charts.data ?? {};
    return {
      lag: linesTogether([
        ['oplog', oplogLag],
        ['change streams', streamLag],
      ]),
      arrived: linesTogether([
        ['oplog', entries],
        ['change streams', events],
      ]),
      behind: linesTogether([
        ['waiting, at most', backlog],
        ['skipped', skipped],
      ]),
    };
  }, [charts.data]);
  return (
    <View
      {...{ label: 'Streams', table, rows, columns: streamColumns, charts }}
      {...{ sortedBy: 'oplogLag.desc', advice: streamAdvice(rows) }}
      other="collections beyond the limit of names kept apart."
      none={`No change came by oplog or change stream in the ${rangeLabel.value}. Where Meteor has neither, observers poll: see Observers.`}
    >
      {() => (
        <>
          <Panel title="Lag">
            <Chart
              title="p95 from a write to its arrival"
              help={`${definitionOf('oplog.lag')} ${definitionOf('changeStream.lag')}`}
              {...{ shown: 'ms', data: data.lag }}
            />
          </Panel>
          <Panel title="Arrivals">
            <Chart
              title="Entries and events"
              help={`${definitionOf('oplog.entries')} ${definitionOf('changeStream.events')}`}
              {...{ shown: 'perSecond', data: data.arrived }}
            />
          </Panel>
          <Panel title="Behind">
            <Chart
              title="Entries of the oplog that wait, and that were skipped"
              help={`${definitionOf('oplog.backlog')} ${definitionOf('oplog.skipped')}`}
              {...{ shown: 'count', data: data.behind }}
            />
          </Panel>
        </>
      )}
    </View>
  );
}
