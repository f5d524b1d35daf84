import type { CoverageEntry, ObserverEntry } from './observer-entry';
import { type MergeOptions, mergeCoverage, mergeWindows, observerKey } from './observer-merge';
import type { ReadWindow } from './read-answer';
import type { CheckedObserversQuery } from './read-query';
import type { ObserversAnswer, ObserverWindow } from './reader';

/** What one sender stored of its observers in one window. */
export interface StoredObservers extends ReadWindow {
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
}

/** Builds an answer window by window, oldest first, holding one step at a time. */
export interface ObserversAnswerBuilder {
  /** Every window of a sender that matches the query, with or without observers. */
  window(window: StoredObservers): void;
  finish(): ObserversAnswer;
}

/** An answer to `query` in steps of `stepMs`, from `query.from` on. */
export function createObserversAnswer(
  { from, to, histograms }: CheckedObserversQuery,
  stepMs: number,
): ObserversAnswerBuilder {
  const windows: ObserverWindow[] = [];
  let at = from;
  let senders = new Map<string, StoredObservers[]>();

  function endStep(): void {
    const sorted = [...senders].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, parts] of sorted) windows.push(joined(parts, at, { coarse: !histograms }));
    senders = new Map();
  }

  return {
    window(window) {
      const next = from + Math.floor((window.at - from) / stepMs) * stepMs;
      if (next !== at) endStep();
      at = next;
      const { instance } = window.resource;
      const parts = senders.get(instance);
      if (parts) parts.push(window);
      else senders.set(instance, [window]);
    },
    finish() {
      endStep();
      return { from, to, stepMs, windows };
    },
  };
}

/** The windows of one sender in one step, of which there is at least one. */
function joined(
  parts: readonly StoredObservers[],
  at: number,
  options: MergeOptions,
): ObserverWindow {
  const [first] = parts as [StoredObservers];
  const observers = mergeWindows(
    parts.map((part) => part.observers),
    options,
  );
  const coverage = mergeCoverage(parts.flatMap((part) => part.coverage));
  return {
    resource: first.resource,
    at,
    from: Math.min(...parts.map((part) => part.from)),
    to: Math.max(...parts.map((part) => part.to)),
    observers: sortedBy(observers, observerKey),
    coverage: sortedBy(coverage, ({ collection, driver }) => `${collection}\0${driver}`),
  };
}

function sortedBy<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  const keyed = list.map((one) => [keyOf(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
