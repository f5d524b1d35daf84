import type { SinkStatus } from '../../../../common/status';
import { bytesText, countText } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/table-columns';

interface Sink extends SinkStatus {
  readonly name: string;
  readonly isBackend: boolean;
}

interface Props {
  readonly sinks: Readonly<Record<string, SinkStatus>>;
  readonly backend: string | undefined;
}

export function SinkTable({ sinks, backend }: Props) {
  const rows = Object.entries(sinks).map(([name, status]) => ({
    ...{ name, isBackend: name === backend },
    ...status,
  }));
  if (rows.length === 0) return <p class="empty">Batches go nowhere: no sink is configured.</p>;
  return (
    <DataTable
      label="Sinks"
      rows={rows}
      columns={columns}
      keyOf={({ name }) => name}
      sortedBy="waiting.desc"
      sortParam="sinkSort"
    />
  );
}

const columns: ReadonlyArray<Column<Sink>> = [
  {
    ...{ name: 'sink', title: 'Sink', isText: true },
    valueOf: ({ name }) => name,
    show: ({ name, isBackend }) => (isBackend ? `${name} (read here)` : name),
  },
  {
    ...{ name: 'state', title: 'State', isText: true },
    help: 'retrying: the last attempt failed. open: five did in a row; the sink is tried every half minute.',
    valueOf: ({ state }) => state,
    show: ({ state }) => <span class={`state state-${state}`}>{state}</span>,
  },
  {
    ...{ name: 'delivered', title: 'Delivered', help: 'Batches, since the start.' },
    valueOf: ({ delivered }) => delivered,
    show: ({ delivered }) => countText(delivered),
  },
  {
    ...{
      name: 'waiting',
      title: 'Waiting',
      help: 'In memory, and on disk where spill.path is set.',
    },
    valueOf: ({ waitingBytes, onDisk }) => waitingBytes + (onDisk?.bytes ?? 0),
    show: ({ waitingBytes, onDisk }) =>
      onDisk ? `${bytesText(waitingBytes)} + ${bytesText(onDisk.bytes)}` : bytesText(waitingBytes),
  },
  {
    ...{ name: 'error', title: 'Last failure', isText: true },
    valueOf: ({ lastError }) => lastError ?? '',
    show: ({ lastError }) => <span class="wraps">{lastError ?? ''}</span>,
  },
];
