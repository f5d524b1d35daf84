import { useMemo } from 'preact/hooks';
import type { ReadAnswer, ReadRow } from '../../../../common/reader';
import { type ChartData, linesOf, linesTogether } from '../../data/chart-data';
import type { Reads } from '../../data/use-reads';
import { Chart } from '../../ui/chart';
import { HeatMap } from '../../ui/heat-map';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import type { ChartRead } from './publication-reads';

const ready = definitionOf('publication.ready');

/** What happened over time to the publication that is picked, or to all of them. */
export function PublicationCharts({ reads }: { reads: Reads<ChartRead> }) {
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <div class="panels">
      <Panel title="Time until ready">
        <Chart title="p50, p95 and p99" {...{ help: ready, shown: 'ms', data: data.quantiles }} />
      </Panel>
      <Panel title="Where that time goes">
        <Chart
          title="Means until ready"
          help={`Queue: ${definitionOf('publication.queue')} Database: ${definitionOf('publication.db')} Own code: ${definitionOf('publication.cpu')}`}
          {...{ shown: 'ms', data: data.means }}
        />
      </Panel>
      <Panel title="Sent">
        <Chart
          title="Bytes"
          {...{ help: definitionOf('publication.bytes'), shown: 'bytesPerSecond' }}
          {...{ isStacked: true, data: data.bytes }}
        />
      </Panel>
      <Panel title="Messages">
        <Chart
          title="Messages by what they say"
          {...{ help: definitionOf('publication.messages'), shown: 'perSecond' }}
          {...{ isStacked: true, data: data.messages }}
        />
      </Panel>
      <Panel title="Subscriptions">
        <Chart
          title="Live at a time"
          {...{ help: definitionOf('publication.active'), shown: 'count', data: data.active }}
        />
      </Panel>
      <Panel title="Coming and going">
        <Chart
          title="Subscribes, unsubscribes and re-runs"
          help={`${definitionOf('publication.subscribes')} ${definitionOf('publication.reruns')}`}
          {...{ shown: 'perSecond', data: data.changes }}
        />
      </Panel>
      <Panel title="Kept on the server">
        <Chart
          title="Documents in the merge box"
          {...{ help: definitionOf('publication.mergeBoxBytes'), shown: 'bytes', data: data.kept }}
        />
      </Panel>
      <Panel title="Failures">
        {isQuiet(data.failed) ? (
          <p class="empty">No subscription failed or was refused.</p>
        ) : (
          <Chart
            title="Errors and refusals"
            help={`${definitionOf('publication.errors')} ${definitionOf('publication.refused')}`}
            {...{ shown: 'perSecond', data: data.failed }}
          />
        )}
      </Panel>
      {reads.spread && (
        <Panel title="Spread of the time until ready" isWide>
          <HeatMap title="Subscriptions by time" help={ready} answer={reads.spread} />
        </Panel>
      )}
    </div>
  );
}

function chartsOf(reads: Reads<ChartRead>) {
  const { p50, p95, p99, queue, cpu, db, active, docBytes } = reads;
  const { subscribes, unsubscribes, reruns, errors } = reads;
  const refused = linesBy(reads.refused, ({ dims }) => refusals[dims.reason ?? ''] ?? 'refused');
  const failed = linesTogether([['errors', errors]]);
  return {
    quantiles: linesTogether([
      ['p50', p50],
      ['p95', p95],
      ['p99', p99],
    ]),
    means: linesTogether([
      ['Queue', queue],
      ['Database', db],
      ['Own code, at least', cpu],
    ]),
    bytes: linesBy(reads.bytes, ({ dims }) => dims.phase ?? 'sent'),
    messages: linesBy(reads.messages, ({ dims }) => `${dims.action}, ${dims.phase}`),
    active: linesTogether([['subscriptions', active]]),
    changes: linesTogether([
      ['subscribes', subscribes],
      ['unsubscribes', unsubscribes],
      ['re-runs', reruns],
    ]),
    kept: linesTogether([['documents', docBytes]]),
    failed: {
      times: failed.times.length > 0 ? failed.times : refused.times,
      lines: [...failed.lines, ...refused.lines],
    },
  };
}

const refusals: Readonly<Record<string, string>> = {
  denied: 'denied by the rate limit',
  unknown: 'no such publication',
};

function linesBy(answer: ReadAnswer | undefined, labelOf: (row: ReadRow) => string): ChartData {
  return answer ? linesOf(answer, { labelOf }) : { times: [], lines: [] };
}

function isQuiet({ lines }: ChartData): boolean {
  return lines.every(({ values }) => values.every((value) => !value));
}
