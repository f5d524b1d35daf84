import { useMemo } from 'preact/hooks';
import type { ObserversReport } from '../../../../common/load-report';
import { pollingReason } from '../../../../common/polling-reasons';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import { type DriverRow, driverRows } from './driver-rows';
import { driverText } from './driver-text';

/** Which drivers the collections have, and why they poll where they do. */
export function DriverTable({ report }: { report: ObserversReport }) {
  const rows = useMemo(() => driverRows(report.observers), [report]);
  return (
    <DataTable
      label="Drivers by collection"
      rows={rows}
      columns={columns}
      keyOf={({ collection, driver, reason }) => [collection, driver, reason].join('\0')}
      sortedBy="why.asc"
      sortParam="driverSort"
    />
  );
}

const columns: ReadonlyArray<Column<DriverRow>> = [
  {
    ...{ name: 'collection', title: 'Collection', isText: true },
    valueOf: ({ collection }) => collection,
    show: ({ collection }) => collection,
  },
  {
    ...{ name: 'driver', title: 'Driver', isText: true },
    help: 'Where changes come from. Those that poll see writes of other processes late.',
    valueOf: ({ driver }) => driverText(driver),
    show: ({ driver }) => (
      <span class={driver === 'polling' ? 'observer-polls' : undefined}>{driverText(driver)}</span>
    ),
  },
  numberColumn({
    ...{ name: 'handles', title: 'Handles', shown: 'count' },
    ...{ help: 'Live handles, at the end of the range.', of: ({ handles }) => handles },
  }),
  numberColumn({
    ...{ name: 'multiplexers', title: 'Multiplexers', shown: 'count' },
    ...{ help: 'Live multiplexers, each with a driver.', of: ({ multiplexers }) => multiplexers },
  }),
  {
    ...{ name: 'why', title: 'Why it polls', isText: true },
    help: 'Why Meteor did not take the oplog or a change stream.',
    valueOf: (row) => reasonOf(row)?.why,
    show: (row) => reasonOf(row)?.why ?? '',
  },
  {
    ...{ name: 'remedy', title: 'What to do', isText: true },
    valueOf: (row) => reasonOf(row)?.remedy,
    show: (row) => reasonOf(row)?.remedy ?? '',
  },
];

function reasonOf({ driver, reason }: DriverRow) {
  return driver === 'polling' ? pollingReason(reason) : undefined;
}
