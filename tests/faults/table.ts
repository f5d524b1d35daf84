import type { Drops } from '../../common/drops';
import type { Latency } from './latency';
import type { Restart } from './restart';
import type { Outcome } from './run-fault';
import { missing } from './verdict';

const columns = ['sent', 'stored', 'lost', 'again', 'peak kB', 'of', 'p99 ms', 'broken'] as const;
const nameWidth = 40;
const width = 8;

/** What the columns are: windows, unless they say else. */
export function header(): string {
  return row('sink, fault', [...columns], 'dropped and counted');
}

export function outcomeRow(name: string, outcome: Outcome, latency: Latency | undefined): string {
  const { sent, stored, drops, peakBytes, boundBytes } = outcome;
  return row(
    name,
    [
      sent,
      stored.windows,
      missing(outcome),
      stored.again ?? '–',
      Math.ceil(peakBytes / 1_000),
      Math.floor(boundBytes / 1_000),
      latency ? latency.well.toFixed(2) : '',
      latency ? latency.broken.toFixed(2) : '',
    ],
    dropsText(drops),
  );
}

export function restartRow({ name, sent, stored }: Restart): string {
  return row(name, [sent, stored.windows, sent - stored.windows, stored.again ?? '–'], '');
}

function row(name: string, cells: ReadonlyArray<string | number>, last: string): string {
  const padded = columns.map((_, index) => String(cells[index] ?? '').padStart(width));
  return `${name.padEnd(nameWidth)}${padded.join('')}  ${last}`.trimEnd();
}

function dropsText(drops: Drops): string {
  return Object.entries(drops)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
}
