import type { CheckedActiveUsers } from '../checked-analytics';
import type { Sliced } from '../in-slices';
import type { ActiveUsersAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import { unitStart, unitsOf } from './calendar';

/** How many people did anything, from what they did in any order. */
export interface ActiveUsers {
  add(person: string, at: number): void;
  finish(keptFrom?: number): Sliced<ActiveUsersAnswer>;
}

export function createActiveUsers(query: CheckedActiveUsers): ActiveUsers {
  const { report, unit, from, to } = query;
  const all = new Set<string>();
  const byUnit = new Map<number, Set<string>>();

  return {
    add(person, at) {
      all.add(person);
      const start = unitStart(unit, at);
      const people = byUnit.get(start);
      if (people) people.add(person);
      else byUnit.set(start, new Set([person]));
    },
    *finish(keptFrom) {
      const points: Array<readonly [number, number]> = [];
      for (const start of unitsOf(unit, from, to)) {
        points.push([start, byUnit.get(start)?.size ?? 0]);
        yield;
      }
      return { report, ...answerRange(query, keptFrom), points, people: all.size };
    },
  };
}
