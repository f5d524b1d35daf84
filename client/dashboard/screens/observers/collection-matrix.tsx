import { useMemo } from 'preact/hooks';
import type { ObserversReport } from '../../../../common/load-report';
import { valueText } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import { Share } from '../../ui/share';
import type { Column } from '../../ui/table-columns';
import { type CollectionRow, collectionRows } from './collection-rows';
import { Heat } from './heat';
import { guiltyShares } from './observer-columns';
import { pickCollection, picked } from './picked';

/** What observers cost by collection: mutations × drivers. */
export function CollectionMatrix({ report }: { report: ObserversReport }) {
  const rows = useMemo(() => collectionRows(report), [report]);
  const columns = useMemo(() => columnsFor(rows), [rows]);
  return (
    <>
      <p class="observer-lead">
        Each driver looks at each mutation of its collection, so the cost is their product. To lower
        it, write less to the collection, or have fewer distinct queries on it.
      </p>
      <DataTable
        label="Collections"
        rows={rows}
        columns={columns}
        keyOf={({ collection }) => collection}
        sortedBy="share.desc"
        sortParam="matrixSort"
        picked={picked.value.collection}
        onPick={({ collection }) => pickCollection(collection)}
      />
    </>
  );
}

function columnsFor(rows: readonly CollectionRow[]): Array<Column<CollectionRow>> {
  const most = Math.max(0, ...rows.map(({ evaluationsPerSecond = 0 }) => evaluationsPerSecond));
  return [
    {
      ...{ name: 'collection', title: 'Collection', isText: true },
      valueOf: ({ collection }) => collection,
      show: ({ collection }) => collection,
    },
    {
      ...{ name: 'mutations', title: 'Mutations' },
      help: 'Documents inserted, changed or removed, whoever did it, as they were delivered to each process.',
      valueOf: ({ mutationsPerSecond }) => mutationsPerSecond,
      show: ({ mutationsPerSecond }) => valueText(mutationsPerSecond, 'perSecond'),
    },
    {
      ...{ name: 'drivers', title: '× Drivers' },
      help: 'How many drivers looked at each of these mutations, on average over the range.',
      valueOf: ({ driversPerMutation }) => driversPerMutation,
      show: ({ driversPerMutation }) => valueText(driversPerMutation, 'count'),
    },
    {
      ...{ name: 'evaluations', title: '= Evaluations' },
      help: 'Mutations × drivers. The bars tell how much it is among the collections; each stands for three times the one before.',
      valueOf: ({ evaluationsPerSecond }) => evaluationsPerSecond,
      show: ({ evaluationsPerSecond }) => <Heat value={evaluationsPerSecond} most={most} />,
    },
    {
      ...{ name: 'coverage', title: 'Counted' },
      help: 'Evaluations that Radiant counted ÷ those that must have happened. Below 95 % the figures are too low.',
      valueOf: ({ coverage }) => coverage,
      show: ({ coverage }) => valueText(coverage, 'ratio'),
    },
    {
      ...{ name: 'share', title: 'Share of CPU' },
      help: 'CPU time of all observers of the collection ÷ CPU time of the processes.',
      valueOf: ({ share }) => share,
      show: ({ share }) => <Share of={share} label="of the CPU" {...guiltyShares} />,
    },
    {
      ...{ name: 'cpu', title: 'CPU' },
      help: '100 % CPU is one core.',
      valueOf: ({ cpuMsPerSecond }) => cpuMsPerSecond,
      show: ({ cpuMsPerSecond }) => valueText(cpuMsPerSecond, 'msPerSecond'),
    },
    {
      ...{ name: 'multiplexers', title: 'Live now' },
      help: 'Multiplexers at the end of the range, those that poll included.',
      valueOf: ({ multiplexers }) => multiplexers,
      show: ({ multiplexers }) => valueText(multiplexers, 'count'),
    },
    {
      ...{ name: 'polledDocs', title: 'Documents polled' },
      help: 'Pollers do not look at mutations but at all their documents, again and again.',
      valueOf: ({ polledDocsPerSecond }) => polledDocsPerSecond,
      show: ({ polledDocsPerSecond }) => valueText(polledDocsPerSecond, 'perSecond'),
    },
  ];
}
