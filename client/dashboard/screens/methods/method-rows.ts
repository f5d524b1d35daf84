import { type JoinedRow, joinedRows } from '../../data/joined-rows';
import type { Reads } from '../../data/use-reads';
import type { TableRead } from './method-reads';

/** A method as one side calls it, over the range. What is not known is absent. */
export interface MethodRow {
  readonly key: string;
  readonly name: string;
  /** `client` or `server`. */
  readonly origin: string;
  /** Its share of the time in which methods ran. */
  readonly impact: number | undefined;
  readonly callsPerSecond: number | undefined;
  /** Milliseconds. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly queueP95: number | undefined;
  readonly runP95: number | undefined;
  readonly fenceP95: number | undefined;
  /** Of its calls. */
  readonly errorShare: number | undefined;
  readonly deniedShare: number | undefined;
  /** Milliseconds of CPU a second, at least. */
  readonly cpu: number | undefined;
  /** The same as estimated from samples, of the name, whoever calls it. */
  readonly cpuEstimate: number | undefined;
  /** Of the time it ran. */
  readonly dbShare: number | undefined;
}

/** A row for each method and origin. */
export function methodRows(reads: Reads<TableRead>): MethodRow[] {
  const joined = joinedRows(reads, ['name', 'origin']);
  const allRunMs = joined.reduce((sum, { values }) => sum + (values.runSum ?? 0), 0);
  const knowsDb = reads.dbSum !== undefined && reads.dbSum.rows.length > 0;
  return joined.map((row) => methodRow(row, { allRunMs, knowsDb }));
}

interface Whole {
  readonly allRunMs: number;
  /** Whether any method was seen in the database: then one that was not has a share of 0. */
  readonly knowsDb: boolean;
}

function methodRow(
  { key, dims, values }: JoinedRow<TableRead>,
  { allRunMs, knowsDb }: Whole,
): MethodRow {
  const { name = '', origin = '' } = dims;
  const { calls, rate, runSum, cpuSum, dbSum = knowsDb ? 0 : undefined } = values;
  const shareOf = (outcome: string) => share(calls && (values[`calls.${outcome}`] ?? 0), calls);
  const reportedS = share(calls, rate);
  return {
    ...{ key, name, origin, callsPerSecond: rate },
    impact: share(runSum, allRunMs),
    ...{ p50: values.p50, p95: values.p95, p99: values.p99 },
    ...{ queueP95: values.queue, runP95: values.run, fenceP95: values.fence },
    ...{ errorShare: shareOf('error'), deniedShare: shareOf('denied') },
    ...{ cpu: share(cpuSum, reportedS), cpuEstimate: values.cpuEstimate },
    dbShare: share(dbSum, runSum),
  };
}

function share(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}
