import type { CheckedEventCounts, CountedBy } from '../checked-analytics';
import { compareText } from '../compare-text';
import type { Sliced } from '../in-slices';
import { isObject } from '../is-object';
import type { EventCountsAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import type { AnalyticsEvent } from './event';
import { type EventFacts, none } from './event-facts';
import { topRows } from './top-rows';

/** How often something happened, from events in any order that {@link isCounted}. */
export interface EventCounts {
  /** `value` as {@link countedValue} tells it. */
  add(value: string, person: string | undefined, at: number): void;
  finish(keptFrom?: number): Sliced<EventCountsAnswer>;
}

interface Counted {
  readonly value: string;
  count: number;
  readonly people: Set<string>;
  readonly points: Map<number, number>;
}

/** The value that stands for all events, where they are not told apart. */
export const allValues = '(all)';

export function createEventCounts(query: CheckedEventCounts): EventCounts {
  const { report, from, stepMs, limit } = query;
  const byValue = new Map<string, Counted>();

  return {
    add(value, person, at) {
      const known = byValue.get(value);
      const counted = known ?? { value, count: 0, people: new Set(), points: new Map() };
      if (!known) byValue.set(value, counted);
      counted.count++;
      if (person !== undefined) counted.people.add(person);
      if (stepMs === undefined) return;
      const step = from + Math.floor((at - from) / stepMs) * stepMs;
      counted.points.set(step, (counted.points.get(step) ?? 0) + 1);
    },
    *finish(keptFrom) {
      const { rows, more } = yield* topRows(byValue.values(), byCount, limit);
      const answered = [];
      for (const { value, count, people, points } of rows) {
        const row = { value, count, people: people.size };
        const sorted = () => [...points].sort(([a], [b]) => a - b);
        answered.push(stepMs === undefined ? row : { ...row, points: sorted() });
        yield;
      }
      const step = stepMs === undefined ? {} : { stepMs };
      return { report, ...answerRange(query, keptFrom), ...step, rows: answered, more };
    },
  };
}

/** Whether an event is of the type and name that are counted. */
export function isCounted(
  { type, event }: Pick<CheckedEventCounts, 'type' | 'event'>,
  given: Pick<AnalyticsEvent, 'type'>,
  { name }: Pick<EventFacts, 'name'>,
): boolean {
  return given.type === type && (event === undefined || name === event);
}

/** The value of an event by which it is counted. */
export function countedValue(
  by: CountedBy,
  event: AnalyticsEvent,
  { name }: Pick<EventFacts, 'name'>,
): string {
  if (by === 'all') return allValues;
  if (by === 'event') return name ?? none;
  let value: unknown = event;
  for (const part of by) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return none;
    value = value[part];
  }
  return shown(value);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? JSON.stringify(value) : none;
}

function byCount(a: Counted, b: Counted): number {
  return b.count - a.count || compareText(a.value, b.value);
}
