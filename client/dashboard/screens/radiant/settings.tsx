import { apiAddress } from '../../data/api';
import { useAnswer } from '../../data/use-answer';
import { DataTable } from '../../ui/data-table';
import { Shown } from '../../ui/states';
import type { Column } from '../../ui/table-columns';

/** An option, without what is secret. */
interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly source: string;
}

/** The options that are in effect, and where each came from. */
export function Settings() {
  const answer = useAnswer<{ settings: readonly Setting[] }>(apiAddress('settings'));
  return (
    <Shown answer={answer}>
      {({ settings }) => (
        <DataTable
          label="Settings"
          rows={settings}
          columns={columns}
          keyOf={({ name }) => name}
          sortedBy="source.asc"
          sortParam="settingSort"
        />
      )}
    </Shown>
  );
}

const columns: ReadonlyArray<Column<Setting>> = [
  {
    ...{ name: 'option', title: 'Option', isText: true },
    valueOf: ({ name }) => name,
    show: ({ name }) => <code>{name}</code>,
  },
  {
    ...{ name: 'value', title: 'Value', isText: true },
    valueOf: ({ value }) => textOf(value),
    show: ({ value }) => <code>{textOf(value)}</code>,
  },
  {
    ...{ name: 'source', title: 'From', isText: true },
    help: 'Where the value came from: start(), the environment, Meteor.settings, or Radiant’s default.',
    valueOf: ({ source }) => source,
    show: ({ source }) => source,
  },
];

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');
}
