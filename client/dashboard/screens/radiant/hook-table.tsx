import type { HookState, HookStatus } from '../../../../common/status';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/table-columns';

interface Hook extends HookStatus {
  readonly name: string;
}

/** The worst first: what is off or degraded is what somebody looks for here. */
const order: Readonly<Record<HookState, number>> = { off: 2, degraded: 1, ok: 0 };

export function HookTable({ hooks }: { hooks: Readonly<Record<string, HookStatus>> }) {
  const rows = Object.entries(hooks).map(([name, status]) => ({ name, ...status }));
  return (
    <DataTable
      label="Hooks"
      rows={rows}
      columns={columns}
      keyOf={({ name }) => name}
      sortedBy="state.desc"
      sortParam="hookSort"
    />
  );
}

const columns: ReadonlyArray<Column<Hook>> = [
  {
    ...{ name: 'hook', title: 'Hook', isText: true },
    valueOf: ({ name }) => name,
    show: ({ name }) => name,
  },
  {
    ...{ name: 'state', title: 'State', isText: true },
    help: 'ok, degraded (works in part) or off (records nothing).',
    valueOf: ({ state }) => order[state],
    show: ({ state }) => <span class={`state state-${state}`}>{state}</span>,
  },
  {
    ...{ name: 'reason', title: 'What is missing', isText: true },
    valueOf: ({ reason }) => reason ?? '',
    show: ({ reason }) => <span class="wraps">{reason ?? ''}</span>,
  },
];
