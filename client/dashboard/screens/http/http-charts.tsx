import { useMemo } from 'preact/hooks';
import type { ReadAnswer } from '../../../../common/reader';
import { type ChartData, type ChartLine, linesOf, quantileLines } from '../../data/chart-data';
import type { Reads } from '../../data/use-reads';
import { ChartPanel } from '../../ui/chart-panel';
import { HeatMap } from '../../ui/heat-map';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import type { ChartRead, Side } from './http-reads';
import { statusClass, statusClasses } from './status-class';

/** What happened over time to the requests that are picked, or to all of them. */
export function HttpCharts({ side, reads }: { side: Side; reads: Reads<ChartRead> }) {
  const help = definitionOf(side === 'in' ? 'http.server.duration' : 'http.client.duration');
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <>
      <ChartPanel
        {...{ panel: 'Duration', title: 'p50, p95 and p99' }}
        {...{ help, shown: 'ms', data: data.quantiles }}
      />
      <ChartPanel
        {...{ panel: 'Throughput', title: 'Requests by status' }}
        help={`By class of status; no answer: ${side === 'in' ? 'aborted by who sent it' : 'the connection failed, or was given up'}. ${help}`}
        {...{ shown: 'perSecond', isStacked: true, data: data.statuses }}
      />
      {reads.spread && (
        <Panel title="Spread of durations" isWide>
          <HeatMap title="Requests by duration" help={help} answer={reads.spread} />
        </Panel>
      )}
    </>
  );
}

function chartsOf(reads: Reads<ChartRead>) {
  const { requests } = reads;
  return {
    quantiles: quantileLines(reads),
    statuses: requests ? byClass(requests) : { times: [], lines: [] },
  };
}

/** A line for each class of status, with what its statuses have together. */
export function byClass(requests: ReadAnswer): ChartData {
  const all = linesOf(requests, {
    labelOf: ({ dims }) => statusClass(dims.status ?? ''),
    most: requests.rows.length,
  });
  const lines = statusClasses.flatMap((label): ChartLine[] => {
    const [first, ...others] = all.lines.filter((line) => line.label === label);
    if (!first) return [];
    const sumAt = (at: number) =>
      [first, ...others].reduce<number | null>((sum, { values }) => {
        const value = values[at] ?? null;
        return value === null ? sum : (sum ?? 0) + value;
      }, null);
    return [{ label, values: all.times.map((_, at) => sumAt(at)) }];
  });
  return { times: all.times, lines };
}
