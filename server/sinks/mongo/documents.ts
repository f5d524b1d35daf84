import type { Drops } from '../../../common/drops';
import type { ErrorEntry } from '../../../common/error-entry';
import type { LogEntry } from '../../../common/log-entry';
import type { Dims, Grid, MetricKind, MetricName, Unit } from '../../../common/metrics';
import type { CoverageEntry } from '../../../common/observer-entry';
import type { Resource } from '../../../common/resource';
import type { Trace } from '../../../common/trace';
import type { LevelName } from './levels';
import type { StoredObserver } from './stored-observer';

/*
 * What the collections hold; docs/backends/mongo.md explains it for those who
 * read without Radiant. Times are epoch milliseconds, but for `x`: when the
 * document may go.
 */

/**
 * One window of one sender. Written after all that belongs to it, so that who
 * finds it finds everything: it makes a batch, or a roll-up, count.
 */
export interface WindowDoc {
  /** The batch's id; of a roll-up, the claim it was made for. */
  readonly _id: string;
  readonly l: LevelName;
  /** Id of the sender in `radiant_resources`. */
  readonly r: string;
  readonly f: number;
  readonly t: number;
  /** The step that holds this time gets the whole window. */
  readonly m: number;
  /** What the window's documents in `radiant_data_*` have as `w`. */
  readonly w: string;
  readonly drops: Drops;
  /** Present until the window is in one of the next coarser level. */
  readonly u?: 1;
  /** The claim: id of the coarser window that it goes into, and into no other. */
  readonly g?: string;
  /** Of a roll-up: the windows it was made of, and their number. */
  readonly src?: readonly string[];
  readonly n?: number;
  readonly x: Date;
}

/** A counter's gain, or a packed tally (`common/pack-tally.ts`) of anything else. */
export type StoredCell = number | Uint8Array;

/** What a window has of one kind, or a part of it. */
export interface DataDoc {
  /** `w`, `k` and the number of the part. */
  readonly _id: string;
  readonly w: string;
  readonly r: string;
  readonly m: number;
  /** `numbers` (counters, gauges), `<metric>/<grid>` of a histogram, `observers` or `errors`. */
  readonly k: string;
  /** By the ids of `radiant_series`. */
  readonly s?: Readonly<Record<string, StoredCell>>;
  readonly observers?: readonly StoredObserver[];
  readonly coverage?: readonly CoverageEntry[];
  readonly errors?: readonly ErrorEntry[];
  readonly x: Date;
}

/** What a series is. */
export interface SeriesDoc {
  readonly _id: string;
  readonly metric: MetricName;
  readonly kind: MetricKind;
  readonly unit: Unit;
  readonly grid?: Grid;
  readonly dims: ReadonlyArray<readonly [name: string, value: string]>;
  /** The end of the hour in which it was last seen. */
  readonly lastAt: number;
  readonly x: Date;
}

/** A sender: the deploy marker of a process. */
export interface ResourceDoc extends Resource {
  readonly _id: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly x: Date;
}

/** Since when one sender has errors of a group. */
export interface ErrorGroupDoc {
  readonly _id: string;
  readonly group: string;
  readonly r: string;
  readonly firstAt: number;
  readonly x: Date;
}

/** What queries look at, by itself; the whole as JSON. */
export interface TraceDoc
  extends Pick<
    Trace,
    'traceId' | 'kind' | 'name' | 'at' | 'durationMs' | 'outcome' | 'kept' | 'ddp' | 'userId'
  > {
  readonly _id: string;
  readonly r: string;
  /** The hour of `at`, counted from 1970. */
  readonly hour: number;
  /** The trace without spans. */
  readonly json: string;
  readonly spans: string;
  readonly x: Date;
}

export interface LogDoc extends LogEntry {
  readonly _id: string;
  readonly r: string;
  /** Of two of one sender, the later one's is higher. */
  readonly number: number;
  readonly x: Date;
}

/** An event, and beside it what queries look at: its facts (`common/analytics/event-facts.ts`). */
export interface EventDoc {
  /** Of its write key and message id, so that it is there once. */
  readonly _id: string;
  readonly r: string;
  /** Its `timestamp`. */
  readonly at: number;
  /** The event itself. */
  readonly e: Readonly<Record<string, unknown>>;
  /** User, anonymous id, name and visit. */
  readonly u?: string;
  readonly a?: string;
  readonly n?: string;
  readonly v?: string;
  /** Of pages. */
  readonly pattern?: string;
  readonly path?: string;
  readonly referrer?: string;
  readonly campaign?: string;
  readonly bot?: true;
  /** Numbers in `e`, by path, that MongoDB would write in other digits than JSON does. */
  readonly d?: ReadonlyArray<{ readonly k: string; readonly v: string }>;
  /** All of the event, where `e` cannot be: keys with a zero in it, half a character, much depth or size. */
  readonly json?: string;
  readonly x: Date;
}

export type MetaDoc =
  | { readonly _id: 'schema'; readonly v: number }
  /** Begin of the first batch. */
  | { readonly _id: 'since'; readonly at: number }
  | { readonly _id: 'leader'; readonly holder: string; readonly until: Date };

export function dimsOf({ dims }: Pick<SeriesDoc, 'dims'>): Dims {
  return Object.fromEntries(dims);
}
