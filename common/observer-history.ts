import type { ObserverEntry } from './observer-entry';
import type { ObserversQuery } from './reader';

/** Which observer entries: those that have all of what is given. */
export interface ObserverChoice {
  /** Kind of the owner: `publication`, `method`, `http`, `job` or `none`. */
  readonly kind?: string | undefined;
  /** Name of the owner. */
  readonly name?: string | undefined;
  readonly collection?: string | undefined;
  readonly shape?: string | undefined;
  readonly driver?: string | undefined;
}

export interface ObserverHistoryQuery extends ObserversQuery, ObserverChoice {}

/**
 * What the chosen observers of all processes did in one step, together.
 * Counts are of the step, gauges those at its end.
 */
export interface ObserverHistoryPoint
  extends Pick<
    ObserverEntry,
    | ('handles' | 'multiplexers' | 'duplicates' | 'orphans')
    | ('created' | 'reused' | 'stopped' | 'cpuMs' | 'fanout' | 'polls' | 'polledDocs')
  > {
  /** Start of the step, epoch milliseconds. */
  readonly at: number;
  /** How long somebody reported in the step: what rates are by. */
  readonly reportedMs: number;
  /** Of the entries that know; absent where none of those there are does: unknown is not 0. */
  readonly evaluations?: number;
  readonly useful?: number;
}

export interface ObserverHistory {
  readonly from: number;
  readonly to: number;
  /** The width the steps have: asked for, or a multiple where finer data is gone. */
  readonly stepMs: number;
  /** Oldest first. A step in which no process reported has none: unknown is not nothing. */
  readonly points: readonly ObserverHistoryPoint[];
}

/** Whether an entry is among the chosen. */
export function isChosen(
  { owner, ...entry }: Pick<ObserverEntry, 'owner' | 'collection' | 'shape' | 'driver'>,
  { kind, name, ...choice }: ObserverChoice,
): boolean {
  if (kind !== undefined && kind !== owner.kind) return false;
  if (name !== undefined && name !== owner.name) return false;
  return fields.every((field) => choice[field] === undefined || choice[field] === entry[field]);
}

const fields = ['collection', 'shape', 'driver'] as const;
