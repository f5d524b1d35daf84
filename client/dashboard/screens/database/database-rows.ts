import { counted, type JoinedRow, joinedRows } from '../../data/joined-rows';
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
  const rows = joinedRows(reads, ['collection', 'command']).map((row) =>
    withCounts(row, ({ errors, rate }) => ({ errors: counted(errors, rate) })),
  );
  return withShare(rows, ({ values }) => values.sum);
}

export function writeRows(reads: Reads<WriteRead>): WriteRow[] {
  const rows = joinedRows(reads, ['collection', 'op', 'owner']).map((row) =>
    withCounts(row, ({ errors, count }) => ({ errors: counted(errors, count) })),
  );
  return withShare(rows, ({ values }) => values.docs);
}

export function streamRows(reads: Reads<StreamRead>): StreamRow[] {
  return joinedRows(reads, ['collection']).map((row) =>
    withCounts(row, ({ skipped, entries, restarts, historyLost, events }) => ({
      skipped: counted(skipped, entries),
      restarts: counted(restarts, events),
      historyLost: counted(historyLost, events),
    })),
  );
}

export function poolRows(reads: Reads<PoolRead>): PoolRow[] {
  return joinedRows(reads, ['pool']).map((row) =>
    withCounts(row, ({ failed, size }) => ({ failed: counted(failed, size) })),
  );
}

type Values<Name extends string> = JoinedRow<Name>['values'];

/** A row whose counters are 0 where they never began, though they were watched. */
function withCounts<Name extends string>(
  row: JoinedRow<Name>,
  of: (values: Values<Name>) => Readonly<Partial<Record<Name, number | undefined>>>,
): JoinedRow<Name> {
  const known = Object.entries(of(row.values)).filter(([, value]) => value !== undefined);
  return { ...row, values: { ...row.values, ...Object.fromEntries(known) } };
}

function withShare<Row>(rows: readonly Row[], of: (row: Row) => number | undefined) {
  const whole = rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return rows.map((row) => {
    const part = of(row);
    return { ...row, impact: part === undefined || !whole ? undefined : part / whole };
  });
}
