import { useMemo } from 'preact/hooks';
import { linesOf, linesTogether } from '../../data/chart-data';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import type { OverviewReads } from './overview-reads';

const none = { times: [], lines: [] };

/** How it went: work, time, CPU and errors. */
export function OverviewCharts({ reads }: { reads: OverviewReads }) {
  const { calls, p50, p95, cpu, errors } = reads;
  const lines = useMemo(
    () => ({
      calls: calls ? linesOf(calls, { labelOf: ({ dims }) => dims.outcome ?? 'all' }) : none,
      times: linesTogether([
        ['p95', p95],
        ['p50', p50],
      ]),
      cpu: cpu ? linesOf(cpu, { labelOf: ({ dims }) => dims['resource.instance'] ?? 'all' }) : none,
      errors: errors ? linesOf(errors, { labelOf: ({ dims }) => dims.source ?? 'all' }) : none,
    }),
    [calls, p50, p95, cpu, errors],
  );
  return (
    <div class="panels panel-wide">
      <Panel title="Work">
        <Chart
          title="Method calls, by outcome"
          help={definitionOf('method.calls')}
          shown="perSecond"
          isStacked
          data={lines.calls}
        />
      </Panel>
      <Panel title="Time">
        <Chart
          title="Time of method calls"
          help={definitionOf('method.duration')}
          shown="ms"
          data={lines.times}
        />
      </Panel>
      <Panel title="CPU">
        <Chart
          title="Share of the CPU, by process"
          help={definitionOf('process.cpuShare')}
          shown="ratio"
          data={lines.cpu}
        />
      </Panel>
      <Panel title="Errors">
        <Chart
          title="Defects, by where they came from"
          help={definitionOf('error.count')}
          shown="perSecond"
          isStacked
          data={lines.errors}
        />
      </Panel>
    </div>
  );
}
