import { useMemo } from 'preact/hooks';
import { linesOf, linesTogether } from '../../data/chart-data';
import type { Reads } from '../../data/use-reads';
import { ChartPanel } from '../../ui/chart-panel';
import { definitionOf } from '../../ui/help';
import type { ChartRead } from './job-reads';

/** What happened over time to the job that is picked, or to all of them. */
export function JobCharts({ reads }: { reads: Reads<ChartRead> }) {
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <>
      <ChartPanel
        {...{ panel: 'Duration', title: 'p50, p95 and the longest' }}
        {...{ help: definitionOf('job.duration'), shown: 'ms', data: data.durations }}
      />
      <ChartPanel
        {...{ panel: 'Runs', title: 'Runs that ended, by outcome' }}
        {...{ help: definitionOf('job.runs'), shown: 'count', data: data.runs }}
      />
      <ChartPanel
        {...{ panel: 'At once', title: 'Runs under way' }}
        {...{ help: definitionOf('job.inFlight'), shown: 'count', data: data.inFlight }}
      />
    </>
  );
}

function chartsOf({ runs, inFlight, p50, p95, max }: Reads<ChartRead>) {
  return {
    runs: linesOf(runs, {
      labelOf: ({ dims }) => (dims.outcome === 'error' ? 'failed' : 'ended well'),
    }),
    inFlight: linesTogether([['at most', inFlight]]),
    durations: linesTogether([
      ['p50', p50],
      ['p95', p95],
      ['longest', max],
    ]),
  };
}
