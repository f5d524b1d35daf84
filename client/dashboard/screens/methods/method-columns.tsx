import { definitionOf } from '../../ui/help';
import { numberColumn, shareColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import type { MethodRow } from './method-rows';

const duration = definitionOf('method.duration');
const denied = 'Calls that the rate limit refused, of all of its calls.';
const dbShare =
  'The part of its run in which a database operation was under way. Calls without any count as 0.';

/** What the table says of a method, in the order in which one reads it. */
export const methodColumns: ReadonlyArray<Column<MethodRow>> = [
  {
    ...{ name: 'name', title: 'Method', isText: true },
    valueOf: ({ name }) => name,
    show: ({ name }) => name,
  },
  {
    ...{ name: 'origin', title: 'Called by', isText: true },
    help: 'The client, over DDP; or the server, by Meteor.callAsync. A method called by another one is in the run of that one, too.',
    valueOf: ({ origin }) => origin,
    show: ({ origin }) => origin,
  },
  shareColumn({
    ...{ name: 'impact', title: 'Impact', whole: 'the time in which methods run' },
    help: 'What takes the time of users: calls × mean run, as a share of the same of all methods.',
    of: ({ impact }) => impact,
  }),
  numberColumn({
    ...{ name: 'calls', title: 'Calls', help: definitionOf('method.calls') },
    ...{ shown: 'perSecond', of: ({ callsPerSecond }) => callsPerSecond },
  }),
  numberColumn({
    ...{ name: 'p50', title: 'p50', help: `Half of the calls took at most so long. ${duration}` },
    ...{ shown: 'ms', of: ({ p50 }) => p50 },
  }),
  numberColumn({
    ...{ name: 'p95', title: 'p95', help: `19 of 20 calls took at most so long. ${duration}` },
    ...{ shown: 'ms', of: ({ p95 }) => p95 },
  }),
  numberColumn({
    ...{ name: 'p99', title: 'p99', help: `99 of 100 calls took at most so long. ${duration}` },
    ...{ shown: 'ms', of: ({ p99 }) => p99 },
  }),
  numberColumn({
    ...{ name: 'errors', title: 'Errors', help: 'Calls that threw, of all of its calls.' },
    ...{ shown: 'ratio', of: ({ errorShare }) => errorShare, alarmFrom: 0.05 },
  }),
  numberColumn({
    ...{ name: 'denied', title: 'Denied', help: denied, shown: 'ratio' },
    of: ({ deniedShare }) => deniedShare,
  }),
  numberColumn({
    ...{ name: 'queue', title: 'Queue p95', help: definitionOf('method.queue') },
    ...{ shown: 'ms', of: ({ queueP95 }) => queueP95 },
  }),
  numberColumn({
    ...{ name: 'run', title: 'Run p95', help: definitionOf('method.run') },
    ...{ shown: 'ms', of: ({ runP95 }) => runP95 },
  }),
  numberColumn({
    ...{ name: 'fence', title: 'Fence p95', help: definitionOf('method.fence') },
    ...{ shown: 'ms', of: ({ fenceP95 }) => fenceP95 },
  }),
  numberColumn({
    ...{ name: 'cpu', title: 'CPU, at least', help: definitionOf('method.cpu') },
    ...{ shown: 'msPerSecond', of: ({ cpu }) => cpu },
  }),
  numberColumn({
    ...{ name: 'cpuEstimate', title: 'CPU, estimated' },
    help: `${definitionOf('cpu.estimate')} Of the name, whoever calls it.`,
    ...{ shown: 'msPerSecond', of: ({ cpuEstimate }) => cpuEstimate },
  }),
  numberColumn({
    ...{ name: 'db', title: 'Database', help: dbShare },
    ...{ shown: 'ratio', of: ({ dbShare }) => dbShare },
  }),
];
