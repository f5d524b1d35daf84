import { type JoinedRow, joinedRows } from '../../data/joined-rows';
import type { Reads } from '../../data/use-reads';
import { placeOf, type Side, type TableRead } from './http-reads';
import { type StatusClass, statusClass } from './status-class';

/** Requests of a method to a route of the app, or to a host, over the range. */
export interface HttpRow {
  readonly key: string;
  readonly method: string;
  /** The route's pattern, or the host. */
  readonly place: string;
  /** Its share of the time that requests took. */
  readonly impact: number | undefined;
  readonly requests: number | undefined;
  /** Milliseconds. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** Of its requests, by class of status. */
  readonly shareOf: Readonly<Partial<Record<StatusClass, number>>>;
  readonly requestBytes: number | undefined;
  readonly responseBytes: number | undefined;
  /** Milliseconds of a request, at least. */
  readonly cpu: number | undefined;
}

/** A row for each method and place. */
export function httpRows(side: Side, reads: Reads<TableRead>): HttpRow[] {
  const joined = joinedRows(reads, ['method', placeOf[side]]);
  const allMs = joined.reduce((sum, { values }) => sum + (values.sum ?? 0), 0);
  return joined.map((row) => {
    const { key, dims, values } = row;
    const { sum, requests, p50, p95, p99, requestBytes, responseBytes, cpu } = values;
    return {
      ...{ key, method: dims.method ?? '', place: dims[placeOf[side]] ?? '' },
      impact: sum === undefined || !allMs ? undefined : sum / allMs,
      ...{ requests, p50, p95, p99, requestBytes, responseBytes, cpu, shareOf: sharesOf(row) },
    };
  });
}

function sharesOf({ values }: JoinedRow<TableRead>): HttpRow['shareOf'] {
  const shares: Partial<Record<StatusClass, number>> = {};
  const { requests } = values;
  if (!requests) return shares;
  for (const [name, value] of Object.entries<number | undefined>(values)) {
    if (!name.startsWith('requests.') || value === undefined) continue;
    const found = statusClass(name.slice('requests.'.length));
    shares[found] = (shares[found] ?? 0) + value / requests;
  }
  return shares;
}
