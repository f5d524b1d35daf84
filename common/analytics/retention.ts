import type { CheckedRetention } from '../checked-analytics';
import type { Sliced } from '../in-slices';
import type { RetentionAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import { unitStart } from './calendar';

/** Who came again in later weeks, from what people did in any order. */
export interface Retention {
  add(person: string, at: number): void;
  finish(keptFrom?: number): Sliced<RetentionAnswer>;
}

const weekMs = 7 * 24 * 60 * 60_000;

export function createRetention(query: CheckedRetention): Retention {
  const weeksOf = new Map<string, Set<number>>();
  const { report } = query;
  const lastWeek = unitStart('week', query.to - 1);

  return {
    add(person, at) {
      const week = unitStart('week', at);
      const weeks = weeksOf.get(person);
      if (weeks) weeks.add(week);
      else weeksOf.set(person, new Set([week]));
    },
    *finish(keptFrom) {
      const byWeek = new Map<number, number[]>();
      for (const weeks of weeksOf.values()) {
        const week = Math.min(...weeks);
        const known = byWeek.get(week);
        const returned = known ?? new Array<number>((lastWeek - week) / weekMs + 1).fill(0);
        if (!known) byWeek.set(week, returned);
        for (const seen of weeks) {
          const later = (seen - week) / weekMs;
          returned[later] = (returned[later] ?? 0) + 1;
        }
        yield;
      }
      const cohorts = [...byWeek]
        .sort(([a], [b]) => a - b)
        .map(([week, returned]) => ({ week, people: returned[0] ?? 0, returned }));
      return { report, ...answerRange(query, keptFrom), cohorts };
    },
  };
}
