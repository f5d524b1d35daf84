import { useReads } from '../../data/use-reads';
import { filters } from '../../state/filters';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { ReadPanel } from '../../ui/read-panel';
import { CpuProfile } from './cpu-profile';
import { useInstances } from './instance-rows';
import { InstanceTable } from './instance-table';
import { processReads } from './process-reads';

/** What each process has of CPU and memory, against what it may have. */
export function Process() {
  const reads = useReads(processReads);
  const { rows, labelOf, memoryLimit } = useInstances(reads.data);

  return (
    <div class="panels">
      <Panel
        title="Processes"
        help="One row for each process that reported in the range. Picking one narrows every chart, and all screens, to it."
        isWide
      >
        <InstanceTable rows={rows} picked={filters.value.instance} />
      </Panel>
      <ReadPanel
        {...{ reads, of: 'cpuOverTime', panel: 'CPU', title: 'Share of the CPU it may use' }}
        {...{ help: definitionOf('process.cpuShare'), shown: 'ratio', limit: full, labelOf }}
      />
      <ReadPanel
        {...{ reads, of: 'rss', panel: 'Memory', title: 'Resident memory' }}
        {...{ help: definitionOf('process.rss'), shown: 'bytes', labelOf }}
        {...(memoryLimit !== undefined && { limit: { label: 'limit', value: memoryLimit } })}
      />
      <ReadPanel
        {...{ reads, of: 'delay', panel: 'Event loop', title: 'Delay, 99th percentile' }}
        {...{ help: definitionOf('process.eventLoopDelay'), shown: 'ms', labelOf }}
      />
      <ReadPanel
        {...{ reads, of: 'gc', panel: 'Garbage collection', title: 'Time in pauses, by step' }}
        {...{ help: definitionOf('process.gc'), shown: 'ms', isStacked: true }}
        labelOf={({ dims }) => dims.gc ?? 'all'}
      />
      <ReadPanel
        {...{ reads, of: 'sessions', panel: 'Sessions', title: 'DDP sessions' }}
        {...{ help: definitionOf('ddp.sessions'), shown: 'count', labelOf }}
      />
      <CpuProfile />
    </div>
  );
}

const full = { label: 'all it may use', value: 1 };
