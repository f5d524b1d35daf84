import { agoText } from '../../format/time';
import { setFilter } from '../../state/filters';
import { DataTable } from '../../ui/data-table';
import { definitionOf } from '../../ui/help';
import { numberColumn } from '../../ui/number-columns';
import { Share } from '../../ui/share';
import type { Column } from '../../ui/table-columns';
import type { InstanceRow } from './instance-rows';

interface Props {
  readonly rows: readonly InstanceRow[];
  readonly picked: string | undefined;
}

/** The processes; picking one filters all screens by it, and picking it again takes that back. */
export function InstanceTable({ rows, picked }: Props) {
  return (
    <DataTable
      label="Processes"
      rows={rows}
      columns={columns}
      keyOf={({ resource }) => resource.instance}
      sortedBy="cpu.desc"
      picked={picked}
      onPick={({ resource: { instance } }) =>
        setFilter('instance', instance === picked ? undefined : instance)
      }
    />
  );
}

/** A share of what there is, which is unknown where either is. */
export function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}

const columns: ReadonlyArray<Column<InstanceRow>> = [
  {
    ...{ name: 'process', title: 'Process', isText: true },
    valueOf: ({ resource }) => `${resource.host} ${resource.instance}`,
    show: ({ resource }) => `${resource.host} ${resource.instance.slice(0, 4)}`,
  },
  {
    ...{ name: 'release', title: 'Release', isText: true },
    valueOf: ({ resource }) => resource.release,
    show: ({ resource }) => resource.release,
  },
  {
    ...{ name: 'cpu', title: 'CPU', help: definitionOf('process.cpuShare') },
    valueOf: ({ cpuShare }) => cpuShare,
    show: ({ cpuShare }) => <Share of={cpuShare} label="of its CPU" />,
  },
  numberColumn({
    ...{ name: 'cores', title: 'Cores', shown: 'count' },
    help: definitionOf('process.cpuQuota'),
    of: ({ quota }) => quota,
  }),
  numberColumn({
    ...{ name: 'rss', title: 'Memory', shown: 'bytes' },
    help: definitionOf('process.rss'),
    of: ({ rss }) => rss,
  }),
  {
    ...{ name: 'rssShare', title: 'of limit', help: definitionOf('process.memoryLimit') },
    valueOf: ({ rss, memoryLimit }) => shareOf(rss, memoryLimit),
    show: ({ rss, memoryLimit }) => <Share of={shareOf(rss, memoryLimit)} label="of its memory" />,
  },
  numberColumn({
    ...{ name: 'heap', title: 'Heap', shown: 'bytes' },
    help: definitionOf('process.heapUsed'),
    of: ({ heapUsed }) => heapUsed,
  }),
  {
    ...{ name: 'heapShare', title: 'of limit', help: definitionOf('process.heapLimit') },
    valueOf: ({ heapUsed, heapLimit }) => shareOf(heapUsed, heapLimit),
    show: ({ heapUsed, heapLimit }) => <Share of={shareOf(heapUsed, heapLimit)} label="of V8’s" />,
  },
  numberColumn({
    ...{ name: 'loop', title: 'Loop busy', shown: 'ratio' },
    help: definitionOf('process.eventLoopUtilization'),
    of: ({ loopBusy }) => loopBusy,
  }),
  {
    ...{ name: 'started', title: 'Started', help: 'When the process started.' },
    valueOf: ({ resource }) => resource.startedAt,
    show: ({ resource }) => agoText(resource.startedAt),
  },
  {
    ...{ name: 'runs', title: 'Runs on', isText: true },
    valueOf: ({ resource }) => `${resource.platform}, Node ${resource.nodeVersion}`,
    show: ({ resource }) =>
      `${resource.platform}, Node ${resource.nodeVersion}, ${resource.meteorRelease}`,
  },
];
