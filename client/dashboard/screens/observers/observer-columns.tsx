import type { ReportedObserver } from '../../../../common/load-report';
import { UNKNOWN, valueText } from '../../format/value';
import { Share } from '../../ui/share';
import type { Column } from '../../ui/table-columns';
import { driverText } from './driver-text';
import { ownerText } from './owner-text';
import type { ViewName } from './views';

type ObserverColumn = Column<ReportedObserver>;

/** From when on a share of the CPU makes an observer guilty, and critical. */
export const guiltyShares = { warnFrom: 0.2, badFrom: 0.5 } as const;

/** The columns of a view, where figures are by so many milliseconds. */
export function observerColumns(view: ViewName, wallMs: number): ObserverColumn[] {
  const perSecond = (count: number | undefined) =>
    count === undefined || wallMs <= 0 ? undefined : (count / wallMs) * 1_000;
  const all = columnsBy(perSecond);
  return namesOf[view].map((name) => all[name]);
}

const common = ['owner', 'collection', 'shape', 'driver', 'share', 'cpu'] as const;

const namesOf = {
  all: [
    ...common,
    ...(['evaluations', 'waste', 'handles', 'multiplexers', 'reuse', 'initialQuery'] as const),
    ...(['lifetime', 'polls', 'predicted'] as const),
  ],
  leaking: [...common, 'handles', 'orphans', 'oldest', 'opened', 'stopped', 'lifetime'],
  duplicates: [...common, 'duplicates', 'multiplexers', 'handles', 'shared', 'initialQuery'],
  'not-shared': [...common, 'multiplexers', 'handles', 'reuse', 'opened', 'evaluations'],
  polling: [...common, 'reason', 'polls', 'polledDocs', 'poll', 'handles'],
} as const satisfies Record<ViewName, readonly string[]>;

type ColumnName = (typeof namesOf)[ViewName][number];

function columnsBy(
  perSecond: (count: number | undefined) => number | undefined,
): Record<ColumnName, ObserverColumn> {
  return {
    owner: {
      name: 'owner',
      title: 'Opened by',
      help: 'The publication, method, job or request whose code opened the observer.',
      isText: true,
      valueOf: ({ owner }) => ownerText(owner),
      show: ({ owner }) => ownerText(owner),
    },
    collection: text('collection', 'Collection', ({ collection }) => collection),
    shape: {
      ...text('shape', 'Query', ({ shape }) => shape),
      help: 'Selector, sort, fields and limit without values. Picking the row shows all of it.',
      show: ({ shape }) => <code class="shape">{shape}</code>,
    },
    driver: {
      ...text('driver', 'Driver', ({ driver }) => driverText(driver)),
      help: 'Where changes come from: change stream, oplog or polling.',
      show: ({ driver }) => <span class={`driver driver-${driver}`}>{driverText(driver)}</span>,
    },
    share: {
      name: 'share',
      title: 'Share of CPU',
      help: 'CPU time of these observers ÷ CPU time of the processes. Without them that share would be free.',
      valueOf: ({ share }) => share,
      show: ({ share }) => <Share of={share} label="of the CPU" {...guiltyShares} />,
    },
    cpu: {
      name: 'cpu',
      title: 'CPU',
      help: 'Synchronous time of evaluations and callbacks; 100 % CPU is one core.',
      valueOf: ({ cpuMs }) => perSecond(cpuMs),
      show: ({ cpuMs }) => valueText(perSecond(cpuMs), 'msPerSecond'),
    },
    evaluations: rate('evaluations', 'Evaluations', perSecond, ({ evaluations }) => evaluations, {
      help: 'How often a driver looked at a mutation, or, polling, at a document.',
    }),
    waste: {
      name: 'waste',
      title: 'Waste',
      help: 'Evaluations that changed nothing ÷ all.',
      valueOf: ({ waste }) => waste,
      show: ({ waste }) => valueText(waste, 'ratio'),
    },
    handles: count('handles', 'Handles', 'Live observeChanges handles.', ({ handles }) => handles),
    multiplexers: count(
      ...(['multiplexers', 'Multiplexers'] as const),
      'Live multiplexers, each with a driver of its own. Shared by several owners, they are shared out.',
      ({ multiplexers }) => multiplexers,
    ),
    duplicates: count(
      ...(['duplicates', 'Duplicates', 'Multiplexers beyond the first for one query.'] as const),
      ({ duplicates }) => duplicates,
    ),
    orphans: count(
      ...(['orphans', 'Left behind'] as const),
      'Handles whose subscription is gone.',
      ({ orphans }) => orphans,
    ),
    reuse: {
      name: 'reuse',
      title: 'Reuse',
      help: 'Handles that joined a multiplexer that was there ÷ all that were opened.',
      valueOf: reuseOf,
      show: (entry) => valueText(reuseOf(entry), 'ratio'),
    },
    opened: rate('opened', 'Opened', perSecond, ({ created, reused }) => created + reused),
    stopped: rate('stopped', 'Stopped', perSecond, ({ stopped }) => stopped),
    oldest: duration(
      'oldest',
      'Oldest',
      'Age of the oldest live handle.',
      ({ handles, oldestMs }) => (handles > 0 ? oldestMs : undefined),
    ),
    initialQuery: duration(
      ...(['initialQuery', 'First query p95'] as const),
      'From the opening of a multiplexer to its first documents, 95th percentile.',
      ({ initialQuery }) => initialQuery?.p95,
    ),
    lifetime: duration(
      ...(['lifetime', 'Lifetime p50', 'Of the handles that ended, median.'] as const),
      ({ lifetime }) => lifetime?.p50,
    ),
    polls: rate('polls', 'Polls', perSecond, ({ polls, driver }) =>
      driver === 'polling' ? polls : undefined,
    ),
    polledDocs: rate('polledDocs', 'Documents polled', perSecond, ({ polledDocs }) => polledDocs),
    poll: duration('poll', 'Poll p95', 'Of one poll, 95th percentile.', ({ poll }) => poll?.p95),
    reason: {
      ...text('reason', 'Reason', ({ driverReason }) => driverReason),
      help: 'Why Meteor polls. Picking the row says what to do.',
    },
    predicted: {
      name: 'predicted',
      title: 'From now on',
      help: 'CPU to expect: what an evaluation took × mutations at present × live multiplexers.',
      valueOf: ({ predictedMsPerSecond }) => predictedMsPerSecond,
      show: ({ predictedMsPerSecond }) => valueText(predictedMsPerSecond, 'msPerSecond'),
    },
    shared: {
      name: 'shared',
      title: 'Saved by sharing',
      help: 'Share of the CPU that would be free with one multiplexer per query, at most.',
      valueOf: ({ whatIf }) => whatIf.mergeDuplicates.share,
      show: ({ whatIf }) => valueText(whatIf.mergeDuplicates.share, 'ratio'),
    },
  };
}

/** Handles that joined another ÷ handles that were opened. */
export function reuseOf({
  created,
  reused,
}: Pick<ReportedObserver, 'created' | 'reused'>): number | undefined {
  return created + reused === 0 ? undefined : reused / (created + reused);
}

function text(
  name: string,
  title: string,
  read: (entry: ReportedObserver) => string | undefined,
): ObserverColumn {
  return { name, title, isText: true, valueOf: read, show: (entry) => read(entry) ?? UNKNOWN };
}

function count(
  name: string,
  title: string,
  help: string,
  read: (entry: ReportedObserver) => number,
): ObserverColumn {
  return { name, title, help, valueOf: read, show: (entry) => valueText(read(entry), 'count') };
}

function rate(
  name: string,
  title: string,
  perSecond: (count: number | undefined) => number | undefined,
  read: (entry: ReportedObserver) => number | undefined,
  more: { readonly help?: string } = {},
): ObserverColumn {
  const rateOf = (entry: ReportedObserver) => perSecond(read(entry));
  return {
    name,
    title,
    ...more,
    valueOf: rateOf,
    show: (entry) => valueText(rateOf(entry), 'perSecond'),
  };
}

function duration(
  name: string,
  title: string,
  help: string,
  read: (entry: ReportedObserver) => number | undefined,
): ObserverColumn {
  return {
    ...{ name, title, help, valueOf: read },
    show: (entry) => valueText(read(entry), 'ms'),
  };
}
