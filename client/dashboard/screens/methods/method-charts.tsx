import { useMemo } from 'preact/hooks';
import type { ReadAnswer } from '../../../../common/reader';
import { linesOf, quantileLines } from '../../data/chart-data';
import type { Reads } from '../../data/use-reads';
import { ChartPanel } from '../../ui/chart-panel';
import { HeatMap } from '../../ui/heat-map';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import type { ChartRead } from './method-reads';
import { splitLines } from './time-split';

const duration = definitionOf('method.duration');

/** What happened over time to the method that is picked, or to all of them. */
export function MethodCharts({ reads }: { reads: Reads<ChartRead> }) {
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <>
      <ChartPanel
        {...{ panel: 'Where the time goes', title: 'Mean time of a call' }}
        help="Means for each call, one upon the other. Own code is what ran before the first await; code after it, and waits that Radiant does not follow, are in the rest of the run. Database, HTTP and e-mail overlap where a call does several at once."
        {...{ shown: 'ms', isStacked: true, data: data.split }}
      >
        {!reads.db?.rows.length && (
          <p class="breakdown-note">No time in the database was seen of these calls.</p>
        )}
      </ChartPanel>
      <ChartPanel
        {...{ panel: 'Duration', title: 'p50, p95 and p99' }}
        {...{ help: duration, shown: 'ms', data: data.quantiles }}
      />
      <ChartPanel
        {...{ panel: 'Throughput', title: 'Calls that ended well' }}
        {...{ help: definitionOf('method.calls'), shown: 'perSecond', data: data.ok }}
      />
      <ChartPanel
        {...{ panel: 'Failures', title: 'Calls that did not end well' }}
        {...{ help: definitionOf('method.calls'), shown: 'perSecond', data: data.failed }}
        none="No call failed or was refused."
      />
      <Panel title="Spread of durations" isWide>
        {reads.spread ? (
          <HeatMap title="Calls by duration" help={duration} answer={reads.spread} />
        ) : (
          <p class="empty">The backend in use does not tell how durations are spread.</p>
        )}
      </Panel>
    </>
  );
}

function chartsOf(reads: Reads<ChartRead>) {
  const { calls } = reads;
  return {
    split: splitLines(reads),
    quantiles: quantileLines(reads),
    ok: callLines(calls, (outcome) => outcome === 'ok'),
    failed: callLines(calls, (outcome) => outcome !== 'ok'),
  };
}

function callLines(calls: ReadAnswer | undefined, isShown: (outcome: string) => boolean) {
  if (!calls) return { times: [], lines: [] };
  const rows = calls.rows.filter(({ dims }) => isShown(dims.outcome ?? ''));
  return linesOf(
    { ...calls, rows },
    { labelOf: ({ dims }) => words[dims.outcome ?? ''] ?? 'calls' },
  );
}

const words: Readonly<Record<string, string>> = {
  ok: 'calls',
  error: 'failed',
  denied: 'denied by the rate limit',
  unknown: 'no such method',
};
