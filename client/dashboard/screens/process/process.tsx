import { linesOf } from '../../data/chart-data';
import { useRead } from '../../data/use-read';
import { filters } from '../../state/filters';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { CpuProfile } from './cpu-profile';
import { useInstances } from './instance-rows';
import { InstanceTable } from './instance-table';

const byInstance = { by: ['resource.instance'], inSteps: true } as const;

/** What each process has of CPU and memory, against what it may have. */
export function Process() {
  const cpu = useRead({ metric: 'process.cpuShare', stat: 'avg', ...byInstance });
  const memory = useRead({ metric: 'process.rss', stat: 'max', ...byInstance });
  const instances = useInstances(memory.data);
  const delay = useRead({ metric: 'process.eventLoopDelay', stat: 'p99', ...byInstance });
  const gc = useRead({ metric: 'process.gc', stat: 'sum', by: ['gc'], inSteps: true });
  const sessions = useRead({ metric: 'ddp.sessions', stat: 'avg', ...byInstance });
  const labelOf = instances.labelOf;

  return (
    <div class="panels">
      <Panel
        title="Processes"
        help="One row for each process that reported in the range. Picking one narrows every chart, and all screens, to it."
        isWide
      >
        <InstanceTable rows={instances.rows} picked={filters.value.instance} />
      </Panel>
      <Panel title="CPU">
        <Shown answer={cpu} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Share of the CPU it may use"
              help={definitionOf('process.cpuShare')}
              shown="ratio"
              data={linesOf(answer, { labelOf })}
              limit={full}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Memory">
        <Shown answer={memory} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Resident memory"
              help={definitionOf('process.rss')}
              shown="bytes"
              data={linesOf(answer, { labelOf })}
              {...(instances.memoryLimit !== undefined && {
                limit: { label: 'limit', value: instances.memoryLimit },
              })}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Event loop">
        <Shown answer={delay} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Delay, 99th percentile"
              help={definitionOf('process.eventLoopDelay')}
              shown="ms"
              data={linesOf(answer, { labelOf })}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Garbage collection">
        <Shown answer={gc} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="Time in pauses, by step"
              help={definitionOf('process.gc')}
              shown="ms"
              isStacked
              data={linesOf(answer, { labelOf: ({ dims }) => dims.gc ?? 'all' })}
            />
          )}
        </Shown>
      </Panel>
      <Panel title="Sessions">
        <Shown answer={sessions} isEmpty={({ rows }) => rows.length === 0}>
          {(answer) => (
            <Chart
              title="DDP sessions"
              help={definitionOf('ddp.sessions')}
              shown="count"
              data={linesOf(answer, { labelOf })}
            />
          )}
        </Shown>
      </Panel>
      <CpuProfile />
    </div>
  );
}

const full = { label: 'all it may use', value: 1 };
