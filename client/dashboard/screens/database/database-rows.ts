import { type JoinedRow, joinedRows } from '../../data/joined-rows';
import type { Reads } from '../../data/use-reads';
import type { OperationRead, PoolRead, StreamRead, WriteRead } from './database-reads';

/** One command on a collection, with its share of the time that all take. */
export interface OperationRow extends JoinedRow<OperationRead> {
  readonly impact: number | undefined;
}

/** One way in which a collection is written to, with its share of all documents written. */
export interface WriteRow extends JoinedRow<WriteRead> {
  readonly impact: number | undefined;
}

export type StreamRow = JoinedRow<StreamRead>;
export type PoolRow = JoinedRow<PoolRead>;

export function operationRows(reads: Reads<OperationRead>): OperationRow[] {
  return withShare(joinedRows(reads, ['collection', 'command']), ({ values }) => values.sum);
}

export function writeRows(reads: Reads<WriteRead>): WriteRow[] {
  return withShare(joinedRows(reads, ['collection', 'op', 'owner']), ({ values }) => values.docs);
}

export function streamRows(reads: Reads<StreamRead>): StreamRow[] {
  return joinedRows(reads, ['collection']);
}

export function poolRows(reads: Reads<PoolRead>): PoolRow[] {
  return joinedRows(reads, ['pool']);
}

function withShare<Row>(rows: readonly Row[], of: (row: Row) => number | undefined) {
  const whole = rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return rows.map((row) => {
    const part = of(row);
    return { ...row, impact: part === undefined || !whole ? undefined : part / whole };
  });
}
