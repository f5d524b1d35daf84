import { type ErrorEntry, type ErrorSample, type ErrorSource, errorSources } from './error-entry';
import {
  checkFlag,
  checkLimit,
  checkOneOf,
  checkRange,
  checkResource,
  checkStep,
  checkText,
  type Filters,
  type ResourceField,
  type ResourceFilter,
} from './read-checks';
import type { Resource } from './resource';

/**
 * Which errors to read. Times are epoch milliseconds; `from` inclusive, `to`
 * exclusive. What a process saw of one group in one window counts as a whole
 * when the last of it happened (`lastAt`), so that neighbouring ranges add up.
 */
export interface ErrorsQuery {
  readonly from: number;
  readonly to: number;
  readonly source?: ErrorSource | undefined;
  readonly name?: string | undefined;
  /** True for those the app meant, false for defects; both unless given. */
  readonly expected?: boolean | undefined;
  readonly group?: string | undefined;
  readonly resource?: ResourceFilter | undefined;
  /** At most so many groups; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
  /** `count` unless given. */
  readonly order?: ErrorOrder | undefined;
  /** Asks for counts in steps of this width, at most 1,000 of them. */
  readonly stepMs?: number | undefined;
}

/** The most frequent first, or the one that happened last. */
export const errorOrders = ['count', 'lastAt'] as const;

export type ErrorOrder = (typeof errorOrders)[number];

/** What a group is. The line of the frame may move from release to release: then it is that of the last in the range. */
export type ErrorIdentity = Pick<
  ErrorEntry,
  'group' | 'source' | 'name' | 'errorName' | 'message' | 'frame' | 'expected'
>;

/** An error of one process, and which it was. */
export type ReadErrorSample = ErrorSample & Pick<Resource, 'release' | 'host' | 'instance'>;

/** Errors that are the same, over all matching senders. */
export interface ReadErrorGroup extends ErrorIdentity {
  /** In the range. */
  readonly count: number;
  /**
   * The first of all that the store has from matching senders, before `from`
   * too. It is the first ever only as far as the store reaches back: with a
   * `firstAt` well behind the answer's `keptFrom`, the group is new since then.
   */
  readonly firstAt: number;
  readonly firstRelease: string;
  /** The last in the range. */
  readonly lastAt: number;
  readonly lastRelease: string;
  /** How many of the range were of which release, most first. */
  readonly releases: ReadonlyArray<{ readonly release: string; readonly count: number }>;
  /** How many processes had it in the range. */
  readonly instances: number;
  /** Of the range, the newest first, at most five; a store short of room has fewer, or none. */
  readonly samples: readonly ReadErrorSample[];
  /**
   * Where the query has `stepMs`: `[start of the step in epoch ms, count]`,
   * oldest first; a step in which none was recorded has no point.
   */
  readonly points?: ReadonlyArray<readonly [at: number, count: number]>;
}

export interface ErrorsAnswer {
  readonly from: number;
  readonly to: number;
  /** Where the query has it: the width asked for, or a multiple where finer data is gone. */
  readonly stepMs?: number;
  /** In the order asked for; equal ones by the other order, then by `group`. */
  readonly errors: readonly ReadErrorGroup[];
  /** Whether there are others beyond the limit. */
  readonly more: boolean;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}

/** A query for errors that makes sense. */
export interface CheckedErrorsQuery {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number | undefined;
  readonly expected: boolean | undefined;
  /** Fields of the entry and the values they must have. */
  readonly equal: Filters<ErrorField>;
  readonly resource: Filters<ResourceField>;
  readonly limit: number;
  readonly order: ErrorOrder;
}

const fields = ['source', 'name', 'group'] as const;

export type ErrorField = (typeof fields)[number];

const limits = { usual: 50, most: 500 };
const maxPoints = 1_000;

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkErrorsQuery(query: ErrorsQuery): CheckedErrorsQuery {
  const { from, to, stepMs, expected, order = 'count' } = query;
  checkRange(from, to);
  if (stepMs !== undefined) checkStep(stepMs, to - from, maxPoints);
  checkOneOf('source', query.source, errorSources);
  for (const field of fields) checkText(field, query[field]);
  checkFlag('expected', expected);
  checkOneOf('order', order, errorOrders);
  const equal = fields.flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const resource = checkResource(query.resource);
  return {
    from,
    to,
    stepMs,
    expected,
    equal,
    resource,
    limit: checkLimit(query.limit, limits),
    order,
  };
}

/** Whether a group is among those the query asks for, whenever it happened and whoever sent it. */
export function matchesError(query: CheckedErrorsQuery, of: ErrorIdentity): boolean {
  return (
    (query.expected === undefined || query.expected === of.expected) &&
    query.equal.every(([field, value]) => of[field] === value)
  );
}
