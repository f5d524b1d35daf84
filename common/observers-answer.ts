import type { CoverageEntry, ObserverEntry } from './observer-entry';
import { mergeCoverage, mergeWindows, observerKey } from './observer-merge';
import type { ReadWindow } from './read-answer';
import type { CheckedObserversQuery } from './read-query';
import type { ObserversAnswer, ObserverWindow } from './reader';
import type { Resource } from './resource';

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

/** One sender's part of a step. */
interface Part {
  readonly resource: Resource;
  from: number;
  to: number;
  observers: readonly ObserverEntry[];
  coverage: readonly CoverageEntry[];
}

/** An answer to `query` in steps of `stepMs`, from `query.from` on. */
export function createObserversAnswer(
  { from, to }: CheckedObserversQuery,
  stepMs: number,
): ObserversAnswerBuilder {
  const windows: ObserverWindow[] = [];
  let at = from;
  let parts = new Map<string, Part>();

  function endStep(): void {
    const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, part] of sorted) windows.push(windowOf(part, at));
    parts = new Map();
  }

  return {
    window(window) {
      const next = from + Math.floor((window.at - from) / stepMs) * stepMs;
      if (next !== at) endStep();
      at = next;
      const { instance } = window.resource;
      const part = parts.get(instance);
      parts.set(instance, part ? joined(part, window) : window);
    },
    finish() {
      endStep();
      return { from, to, stepMs, windows };
    },
  };
}

function joined(part: Part, window: StoredObservers): Part {
  return {
    resource: window.resource,
    from: Math.min(part.from, window.from),
    to: Math.max(part.to, window.to),
    observers: mergeWindows([part.observers, window.observers]),
    coverage: mergeCoverage([...part.coverage, ...window.coverage]),
  };
}

function windowOf({ resource, from, to, observers, coverage }: Part, at: number): ObserverWindow {
  return {
    resource,
    at,
    from,
    to,
    observers: sortedBy(observers, observerKey),
    coverage: sortedBy(coverage, ({ collection, driver }) => `${collection}\0${driver}`),
  };
}

function sortedBy<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  const keyed = list.map((one) => [keyOf(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
