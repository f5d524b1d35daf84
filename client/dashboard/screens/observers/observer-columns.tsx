import type { ReportedObserver } from '../../../../common/load-report';
import { UNKNOWN } from '../../format/value';
import { Share } from '../../ui/share';
import type { Column } from '../../ui/table-columns';
import { driverText } from './driver-text';
import { numberColumns } from './number-columns-of';
import { ownerText } from './owner-text';
import type { ViewName } from './views';

/** From when on a share of the CPU makes an observer guilty, and critical. */
export const guiltyShares = { warnFrom: 0.2, badFrom: 0.5 } as const;

/** The columns of a view, of figures that were counted in so many milliseconds. */
export function observerColumns(view: ViewName, wallMs: number): Array<Column<ReportedObserver>> {
  const all = { ...textColumns, ...numberColumns(wallMs) };
  return namesOf[view].map((name) => all[name]);
}

const common = ['owner', 'collection', 'shape', 'share'] as const;

const namesOf = {
  all: [
    ...common,
    ...(['evaluations', 'waste', 'handles', 'multiplexers', 'reuse', 'driver'] as const),
    ...(['cpu', 'predicted', 'initialQuery', 'lifetime', 'polls'] as const),
  ],
  leaking: [...common, 'handles', 'orphans', 'oldest', 'opened', 'stopped', 'lifetime', 'driver'],
  duplicates: [
    ...common,
    'duplicates',
    'multiplexers',
    'handles',
    'shared',
    'initialQuery',
    'driver',
  ],
  'not-shared': [...common, 'multiplexers', 'handles', 'reuse', 'opened', 'evaluations', 'driver'],
  polling: [...common, 'reason', 'polls', 'polledDocs', 'poll', 'handles', 'cpu'],
} as const satisfies Record<ViewName, readonly string[]>;

type TextColumn = 'owner' | 'collection' | 'shape' | 'driver' | 'share' | 'reason';

const textColumns: Readonly<Record<TextColumn, Column<ReportedObserver>>> = {
  owner: {
    ...{ name: 'owner', title: 'Opened by', isText: true },
    help: 'The publication, method, job or request whose code opened the observer.',
    valueOf: ({ owner }) => ownerText(owner),
    show: ({ owner }) => ownerText(owner),
  },
  collection: {
    ...{ name: 'collection', title: 'Collection', isText: true },
    valueOf: ({ collection }) => collection,
    show: ({ collection }) => collection,
  },
  shape: {
    ...{ name: 'shape', title: 'Query', isText: true },
    help: 'Selector, sort, fields and limit without values. Picking the row shows all of it.',
    valueOf: ({ shape }) => shape,
    show: ({ shape }) => <code class="observer-shape">{shape}</code>,
  },
  driver: {
    ...{ name: 'driver', title: 'Driver', isText: true },
    help: 'Where changes come from: change stream, oplog or polling.',
    valueOf: ({ driver }) => driverText(driver),
    show: ({ driver }) => (
      <span class={driver === 'polling' ? 'observer-polls' : undefined}>{driverText(driver)}</span>
    ),
  },
  share: {
    ...{ name: 'share', title: 'Share of CPU' },
    help: 'CPU time of these observers ÷ CPU time of the processes. Without them that share would be free.',
    valueOf: ({ share }) => share,
    show: ({ share }) => <Share of={share} label="of the CPU" {...guiltyShares} />,
  },
  reason: {
    ...{ name: 'reason', title: 'Reason', isText: true },
    help: 'Why Meteor polls. Picking the row says what to do.',
    valueOf: ({ driverReason }) => driverReason,
    show: ({ driverReason }) => driverReason ?? UNKNOWN,
  },
};
