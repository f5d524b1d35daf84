import { useMemo } from 'preact/hooks';
import { linesOf, linesTogether, quantileLines } from '../../data/chart-data';
import type { Reads } from '../../data/use-reads';
import { ChartPanel } from '../../ui/chart-panel';
import { HeatMap } from '../../ui/heat-map';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import type { ChartRead } from './publication-reads';

const ready = definitionOf('publication.ready');

/** What happened over time to the publication that is picked, or to all of them. */
export function PublicationCharts({ reads }: { reads: Reads<ChartRead> }) {
  const data = useMemo(() => chartsOf(reads), [reads]);
  return (
    <>
      <ChartPanel
        {...{ panel: 'Time until ready', title: 'p50, p95 and p99' }}
        {...{ help: ready, shown: 'ms', data: data.quantiles }}
      />
      <ChartPanel
        {...{ panel: 'Where that time goes', title: 'Means until ready' }}
        help={`Queue: ${definitionOf('publication.queue')} Database: ${definitionOf('publication.db')} Own code: ${definitionOf('publication.cpu')}`}
        {...{ shown: 'ms', data: data.means }}
      />
      <ChartPanel
        {...{ panel: 'Sent', title: 'Bytes', help: definitionOf('publication.bytes') }}
        {...{ shown: 'bytesPerSecond', isStacked: true, data: data.bytes }}
      />
      <ChartPanel
        {...{ panel: 'Messages', title: 'Messages by what they say' }}
        {...{ help: definitionOf('publication.messages'), shown: 'perSecond' }}
        {...{ isStacked: true, data: data.messages }}
      />
      <ChartPanel
        {...{ panel: 'Subscriptions', title: 'Live at a time' }}
        {...{ help: definitionOf('publication.active'), shown: 'count', data: data.active }}
      />
      <ChartPanel
        {...{ panel: 'Coming and going', title: 'Subscribes, unsubscribes and re-runs' }}
        help={`${definitionOf('publication.subscribes')} ${definitionOf('publication.reruns')}`}
        {...{ shown: 'perSecond', data: data.changes }}
      />
      <ChartPanel
        {...{ panel: 'Kept on the server', title: 'Documents in the merge box' }}
        {...{ help: definitionOf('publication.mergeBoxBytes'), shown: 'bytes', data: data.kept }}
      />
      <ChartPanel
        {...{ panel: 'Failures', title: 'Errors and refusals' }}
        help={`${definitionOf('publication.errors')} ${definitionOf('publication.refused')}`}
        {...{ shown: 'perSecond', data: data.failed }}
        none="No subscription failed or was refused."
      />
      {reads.spread && (
        <Panel title="Spread of the time until ready" isWide>
          <HeatMap title="Subscriptions by time" help={ready} answer={reads.spread} />
        </Panel>
      )}
    </>
  );
}

function chartsOf(reads: Reads<ChartRead>) {
  const { queue, cpu, db, active, docBytes, bytes, messages } = reads;
  const { subscribes, unsubscribes, reruns, errors } = reads;
  const refused = linesOf(reads.refused, {
    labelOf: ({ dims }) => refusals[dims.reason ?? ''] ?? 'refused',
  });
  const failed = linesTogether([['errors', errors]]);
  return {
    quantiles: quantileLines(reads),
    means: linesTogether([
      ['Queue', queue],
      ['Database', db],
      ['Own code, at least', cpu],
    ]),
    bytes: linesOf(bytes, { labelOf: ({ dims }) => dims.phase ?? 'sent' }),
    messages: linesOf(messages, { labelOf: ({ dims }) => `${dims.action}, ${dims.phase}` }),
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
