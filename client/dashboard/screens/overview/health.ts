import { highestValue, lastValue, theValue, valuesBy } from '../../data/row-values';
import type { OverviewReads } from './overview-reads';

/** What a tile's colour says, and in words. */
export interface Judged {
  readonly tone?: 'good' | 'warn' | 'bad';
  readonly note?: string;
}

/** From where on a value is a warning, and from where on it is bad. */
interface Limits {
  readonly warn: number;
  readonly bad: number;
  readonly words: string;
}

/** Judges a value by its limits; of what is unknown nothing is said. */
export function judge(value: number | undefined, { warn, bad, words }: Limits): Judged {
  if (value === undefined) return {};
  if (value >= bad) return { tone: 'bad', note: `much ${words}` };
  if (value >= warn) return { tone: 'warn', note: words };
  return { tone: 'good', note: 'fine' };
}

/** The figures of the tiles; what is not known is `undefined`. */
export function healthOf(reads: OverviewReads) {
  const calls = valuesBy(reads.callsInAll, 'outcome');
  const all = [...calls.values()].reduce((sum, count) => sum + count, 0);
  const rates = reads.calls?.rows.map(lastValue) ?? [];
  return {
    callsPerSecond: sum(rates),
    errorShare: all > 0 ? (calls.get('error') ?? 0) / all : undefined,
    p95: theValue(reads.p95InAll),
    ready: theValue(reads.ready),
    sessions: theValue(reads.sessions),
    subscriptions: theValue(reads.subscriptions),
    /** Of the process that had the most, at the end of the range. */
    cpu: most(reads.cpu?.rows.map(lastValue)),
    memory: most(memoryShares(reads)),
    rss: most(reads.rss?.rows.map(highestValue)),
    delay: theValue(reads.delay),
  };
}

/** Of each process whose memory is limited: how much of that it has had at most. */
function memoryShares({ rss, memoryLimit }: OverviewReads): number[] {
  const limits = valuesBy(memoryLimit, 'resource.instance');
  return (rss?.rows ?? []).flatMap((row) => {
    const [value, limit] = [highestValue(row), limits.get(row.dims['resource.instance'] ?? '')];
    return value !== undefined && limit ? [value / limit] : [];
  });
}

type Values = ReadonlyArray<number | undefined>;

function most(values: Values = []): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((a, b) => Math.max(a, b)) : undefined;
}

function sum(values: Values): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((a, b) => a + b) : undefined;
}
