import { definitionOf } from '../../ui/help';
import { numberColumn, shareColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import type { PublicationRow } from './publication-rows';

const ready = definitionOf('publication.ready');
const bytes = definitionOf('publication.bytes');

/** What the table says of a publication, in the order in which one reads it. */
export const publicationColumns: ReadonlyArray<Column<PublicationRow>> = [
  {
    ...{ name: 'name', title: 'Publication', isText: true },
    help: 'null:0, null:1 … are publications without a name, which every session gets, in the order in which they were defined.',
    valueOf: ({ name }) => name,
    show: ({ name }) => name,
  },
  shareColumn({
    ...{ name: 'impact', title: 'Share of bytes', whole: 'the bytes that publications send' },
    help: `What it sends, of all that publications send. ${bytes}`,
    of: ({ impact }) => impact,
  }),
  numberColumn({
    ...{ name: 'live', title: 'Live bytes', shown: 'bytesPerSecond' },
    help: `What it sends after ready, for changes. ${bytes}`,
    of: ({ liveBytes }) => liveBytes,
  }),
  numberColumn({
    ...{ name: 'initial', title: 'Initial bytes', shown: 'bytesPerSecond' },
    help: `What it sends before ready. ${bytes}`,
    of: ({ initialBytes }) => initialBytes,
  }),
  numberColumn({
    ...{ name: 'active', title: 'Active', help: definitionOf('publication.active') },
    ...{ shown: 'count', of: ({ active }) => active },
  }),
  numberColumn({
    ...{ name: 'subscribes', title: 'Subscribes', help: definitionOf('publication.subscribes') },
    ...{ shown: 'perSecond', of: ({ subscribes }) => subscribes },
  }),
  numberColumn({
    ...{ name: 'p50', title: 'Ready p50', help: `Half were ready within so long. ${ready}` },
    ...{ shown: 'ms', of: ({ readyP50 }) => readyP50 },
  }),
  numberColumn({
    ...{ name: 'p95', title: 'Ready p95', help: `19 of 20 were ready within so long. ${ready}` },
    ...{ shown: 'ms', of: ({ readyP95 }) => readyP95 },
  }),
  numberColumn({
    ...{ name: 'errors', title: 'Errors', help: definitionOf('publication.errors') },
    ...{ shown: 'perSecond', of: ({ errors }) => errors, alarmFrom: Number.MIN_VALUE },
  }),
  numberColumn({
    ...{ name: 'refused', title: 'Refused', help: definitionOf('publication.refused') },
    ...{ shown: 'perSecond', of: ({ refused }) => refused },
  }),
  numberColumn({
    ...{ name: 'docs', title: 'Initial docs p95', shown: 'count' },
    help: `19 of 20 subscriptions began with at most so many. ${definitionOf('publication.initialDocs')}`,
    of: ({ initialDocs }) => initialDocs,
  }),
  numberColumn({
    ...{ name: 'messages', title: 'Live messages', help: definitionOf('publication.messages') },
    ...{ shown: 'perSecond', of: ({ liveMessages }) => liveMessages },
  }),
  numberColumn({
    ...{ name: 'mergeBox', title: 'Merge box', help: definitionOf('publication.mergeBoxBytes') },
    ...{ shown: 'bytes', of: ({ docBytes }) => docBytes },
  }),
  numberColumn({
    ...{ name: 'mergeBoxDocs', title: 'Merge box docs', shown: 'count' },
    ...{ help: definitionOf('publication.mergeBoxDocs'), of: ({ docs }) => docs },
  }),
  numberColumn({
    ...{ name: 'reruns', title: 'Re-runs', help: definitionOf('publication.reruns') },
    ...{ shown: 'perSecond', of: ({ reruns }) => reruns },
  }),
  numberColumn({
    ...{ name: 'lifetime', title: 'Lifetime p50', shown: 'ms' },
    help: `Half of those that ended lived at most so long. ${definitionOf('publication.lifetime')}`,
    of: ({ lifetime }) => lifetime,
  }),
  numberColumn({
    ...{ name: 'db', title: 'Database, mean', help: definitionOf('publication.db') },
    ...{ shown: 'ms', of: ({ db }) => db },
  }),
  numberColumn({
    ...{ name: 'cpu', title: 'CPU of a run, at least', help: definitionOf('publication.cpu') },
    ...{ shown: 'ms', of: ({ cpu }) => cpu },
  }),
  numberColumn({
    ...{ name: 'cpuEstimate', title: 'CPU, estimated', help: definitionOf('cpu.estimate') },
    ...{ shown: 'msPerSecond', of: ({ cpuEstimate }) => cpuEstimate },
  }),
];
