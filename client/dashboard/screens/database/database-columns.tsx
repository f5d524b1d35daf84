import type { Dims, MetricName } from '../../../../common/metrics';
import type { Shown } from '../../format/value';
import { definitionOf } from '../../ui/help';
import { numberColumn, shareColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import { ownerText } from './database-advice';
import type { OperationRow, PoolRow, StreamRow, WriteRow } from './database-rows';

/** Columns in which anything above 0 is set off. */
const alarming = ['errors', 'skipped', 'historyLost', 'failed', 'waitingMax'];

export const operationColumns: ReadonlyArray<Column<OperationRow>> = [
  dimColumn('collection', 'Collection'),
  dimColumn('command', 'Command'),
  shareColumn({
    ...{ name: 'impact', title: 'Impact', whole: 'the time that the database is waited for' },
    help: 'Operations × mean duration, as a share of the same of all.',
    of: ({ impact }) => impact,
  }),
  of('rate', 'Operations', 'perSecond', 'db.duration', 'How many ended.'),
  of('p50', 'p50', 'ms', 'db.duration', 'Half took at most so long.'),
  of('p95', 'p95', 'ms', 'db.duration', '19 of 20 took at most so long.'),
  of('p99', 'p99', 'ms', 'db.duration', '99 of 100 took at most so long.'),
  of('errors', 'Errors', 'perSecond', 'db.errors'),
];

export const writeColumns: ReadonlyArray<Column<WriteRow>> = [
  dimColumn('collection', 'Collection'),
  {
    ...{ name: 'owner', title: 'Written by', isText: true },
    help: 'The method, publication, request or job whose code writes; other code is outside of any call.',
    valueOf: ({ dims }) => ownerText(dims.owner),
    show: ({ dims }) => ownerText(dims.owner),
  },
  dimColumn('op', 'Operation'),
  shareColumn({
    ...{ name: 'impact', title: 'Share of documents', whole: 'the documents that are written' },
    help: definitionOf('mutation.docs'),
    of: ({ impact }) => impact,
  }),
  of('docs', 'Documents', 'perSecond', 'mutation.docs'),
  of('count', 'Writes', 'perSecond', 'mutation.count'),
  of('p50', 'p50', 'ms', 'mutation.duration', 'Half took at most so long.'),
  of('p95', 'p95', 'ms', 'mutation.duration', '19 of 20 took at most so long.'),
  of('errors', 'Errors', 'perSecond', 'mutation.errors'),
];

export const streamColumns: ReadonlyArray<Column<StreamRow>> = [
  dimColumn('collection', 'Collection'),
  of('oplogLag', 'Oplog lag p95', 'ms', 'oplog.lag'),
  of('entries', 'Oplog entries', 'perSecond', 'oplog.entries'),
  of('skipped', 'Skipped', 'count', 'oplog.skipped'),
  of('streamLag', 'Change stream lag p95', 'ms', 'changeStream.lag'),
  of('events', 'Events', 'perSecond', 'changeStream.events'),
  of('drivers', 'Drivers', 'count', 'changeStream.drivers'),
  of('restarts', 'Restarts', 'count', 'changeStream.restarts'),
  of('historyLost', 'History lost', 'count', 'changeStream.historyLost'),
];

export const poolColumns: ReadonlyArray<Column<PoolRow>> = [
  dimColumn('pool', 'Pool'),
  of('waitingMax', 'Waiting, at most', 'count', 'db.pool.waiting'),
  of('checkoutP95', 'Checkout p95', 'ms', 'db.pool.checkout'),
  of('checkoutP50', 'Checkout p50', 'ms', 'db.pool.checkout'),
  of('failed', 'Failed', 'count', 'db.pool.checkoutFailed'),
  of('inUse', 'In use, mean', 'count', 'db.pool.inUse'),
  of('inUseMax', 'In use, at most', 'count', 'db.pool.inUse'),
  of('size', 'Open, mean', 'count', 'db.pool.size'),
  of('sizeMax', 'Open, at most', 'count', 'db.pool.size'),
];

function dimColumn(name: string, title: string): Column<{ readonly dims: Dims }> {
  return {
    ...{ name, title, isText: true },
    valueOf: ({ dims }) => dims[name],
    show: ({ dims }) => dims[name],
  };
}

function of<Name extends string>(
  name: Name,
  title: string,
  shown: Shown,
  metric: MetricName,
  meaning = '',
): Column<{ readonly values: Readonly<Partial<Record<Name, number>>> }> {
  return numberColumn({
    ...{ name, title, shown, help: `${meaning} ${definitionOf(metric)}`.trim() },
    of: ({ values }) => values[name],
    ...(alarming.includes(name) && { alarmFrom: Number.MIN_VALUE }),
  });
}
