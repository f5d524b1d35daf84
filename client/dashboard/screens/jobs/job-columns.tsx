import { definitionOf } from '../../ui/help';
import { numberColumn, shareColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import type { JobRow } from './job-rows';

const duration = definitionOf('job.duration');

/** What the table says of a job, in the order in which one reads it. */
export const jobColumns: ReadonlyArray<Column<JobRow>> = [
  {
    ...{ name: 'name', title: 'Job', isText: true },
    help: 'What runs inside Radiant.job(name, …), by that name.',
    valueOf: ({ name }) => name,
    show: ({ name }) => name,
  },
  shareColumn({
    ...{ name: 'impact', title: 'Impact', whole: 'the time in which jobs run' },
    help: 'Runs × mean duration, as a share of the same of all jobs.',
    of: ({ impact }) => impact,
  }),
  numberColumn({
    ...{ name: 'runs', title: 'Runs', help: definitionOf('job.runs'), shown: 'count' },
    of: ({ runs }) => runs,
  }),
  numberColumn({
    ...{ name: 'errors', title: 'Errors', help: 'Runs that threw, of all of its runs.' },
    ...{ shown: 'ratio', of: ({ errorShare }) => errorShare, alarmFrom: Number.MIN_VALUE },
  }),
  numberColumn({
    ...{ name: 'p50', title: 'p50', help: `Half of the runs took at most so long. ${duration}` },
    ...{ shown: 'ms', of: ({ p50 }) => p50 },
  }),
  numberColumn({
    ...{ name: 'p95', title: 'p95', help: `19 of 20 runs took at most so long. ${duration}` },
    ...{ shown: 'ms', of: ({ p95 }) => p95 },
  }),
  numberColumn({
    ...{ name: 'max', title: 'Longest', help: `The longest run. ${duration}`, shown: 'ms' },
    of: ({ max }) => max,
  }),
  numberColumn({
    ...{ name: 'inFlight', title: 'At once', shown: 'count' },
    help: `The most at a time. ${definitionOf('job.inFlight')}`,
    of: ({ inFlight }) => inFlight,
  }),
  numberColumn({
    ...{ name: 'db', title: 'Database', help: definitionOf('job.db'), shown: 'ratio' },
    of: ({ dbShare }) => dbShare,
  }),
  numberColumn({
    ...{ name: 'cpu', title: 'CPU of a run, at least', help: definitionOf('job.cpu') },
    ...{ shown: 'ms', of: ({ cpu }) => cpu },
  }),
  numberColumn({
    ...{ name: 'cpuEstimate', title: 'CPU, estimated', help: definitionOf('cpu.estimate') },
    ...{ shown: 'msPerSecond', of: ({ cpuEstimate }) => cpuEstimate },
  }),
];
