import { countText, durationText, valueText } from '../../format/value';
import type { OperationRow, PoolRow, StreamRow, WriteRow } from './database-rows';

const lateMs = 1_000;
const slowCheckoutMs = 50;

/** What operations to look at, and how. */
export function operationAdvice(rows: readonly OperationRow[]): string[] {
  const top = topOf(rows);
  if (!top?.impact) return [];
  const { command, collection } = top.dims;
  return [
    `${command} on ${collection} has ${valueText(top.impact, 'ratio')} of the time that the database is waited for. Often and quick: ask once for many. Seldom and slow: look for a missing index.`,
  ];
}

/** Who writes most. */
export function writeAdvice(rows: readonly WriteRow[]): string[] {
  const top = topOf(rows);
  if (!top?.impact) return [];
  const { owner, collection } = top.dims;
  return [
    `${ownerText(owner)} writes ${valueText(top.impact, 'ratio')} of the documents, to ${collection}: each is looked at by every observer of that collection.`,
  ];
}

/** Whether changes arrive late, or not at all. */
export function streamAdvice(rows: readonly StreamRow[]): string[] {
  const sumOf = (of: (row: StreamRow) => number | undefined) =>
    rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  const skipped = sumOf(({ values }) => values.skipped);
  const lost = sumOf(({ values }) => values.historyLost);
  const late = Math.max(
    ...rows.map(({ values }) => Math.max(values.oplogLag ?? 0, values.streamLag ?? 0)),
    0,
  );
  const said = [
    ...(skipped > 0
      ? [
          `Meteor was so far behind that it skipped ${countText(skipped)} entries of the oplog, and every observer ran its query anew: write less at once, or spread it over time.`,
        ]
      : []),
    ...(lost > 0
      ? ['The database could not resume a change stream: its oplog is too short for the pauses.']
      : []),
    ...(late >= lateMs
      ? [
          `Changes arrive up to ${durationText(late)} late: the process is busy, or the clocks of app and database differ.`,
        ]
      : []),
  ];
  return said.length > 0 ? said : ['Changes arrive in time, and none was skipped.'];
}

/** Whether operations wait for connections. */
export function poolAdvice(rows: readonly PoolRow[]): string[] {
  const isShort = rows.some(
    ({ values }) =>
      (values.failed ?? 0) > 0 ||
      (values.waitingMax ?? 0) > 0 ||
      (values.checkoutP95 ?? 0) >= slowCheckoutMs,
  );
  return isShort
    ? [
        'Operations wait for a connection: shorten the slow ones first, then raise maxPoolSize of the connection.',
      ]
    : ['No operation waits for a connection.'];
}

/** Who writes, in words: `method:a` is the method a. */
export function ownerText(owner = ''): string {
  const [, kind, name] = /^(method|publication|http|job):(.+)$/s.exec(owner) ?? [];
  if (kind && name) return `${kind === 'http' ? 'HTTP' : kind} ${name}`;
  return owner === 'none' ? 'Code outside of any call' : owner;
}

function topOf<Row extends { readonly impact: number | undefined }>(rows: readonly Row[]) {
  return [...rows].sort((a, b) => (b.impact ?? 0) - (a.impact ?? 0))[0];
}
