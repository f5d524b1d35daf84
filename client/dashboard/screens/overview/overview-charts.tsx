import { useMemo } from 'preact/hooks';
import { linesOf, linesTogether } from '../../data/chart-data';
import { ChartPanel } from '../../ui/chart-panel';
import { definitionOf } from '../../ui/help';
import type { OverviewReads } from './overview-reads';

/** How it went: work, time, CPU and errors. */
export function OverviewCharts({ reads }: { reads: OverviewReads }) {
  const { calls, p50, p95, cpu, errors } = reads;
  const lines = useMemo(
    () => ({
      calls: linesOf(calls, { labelOf: ({ dims }) => dims.outcome ?? 'all' }),
      times: linesTogether([
        ['p95', p95],
        ['p50', p50],
      ]),
      cpu: linesOf(cpu, { labelOf: ({ dims }) => dims['resource.instance'] ?? 'all' }),
      errors: linesOf(errors, { labelOf: ({ dims }) => dims.source ?? 'all' }),
    }),
    [calls, p50, p95, cpu, errors],
  );
  return (
    <div class="panels panel-wide">
      <ChartPanel
        {...{ panel: 'Work', title: 'Method calls, by outcome' }}
        {...{
          help: definitionOf('method.calls'),
          shown: 'perSecond',
          isStacked: true,
          data: lines.calls,
        }}
      />
      <ChartPanel
        {...{ panel: 'Time', title: 'Time of method calls' }}
        {...{ help: definitionOf('method.duration'), shown: 'ms', data: lines.times }}
      />
      <ChartPanel
        {...{ panel: 'CPU', title: 'Share of the CPU, by process' }}
        {...{ help: definitionOf('process.cpuShare'), shown: 'ratio', data: lines.cpu }}
      />
      <ChartPanel
        {...{ panel: 'Errors', title: 'Defects, by where they came from' }}
        {...{
          help: definitionOf('error.count'),
          shown: 'perSecond',
          isStacked: true,
          data: lines.errors,
        }}
      />
    </div>
  );
}
