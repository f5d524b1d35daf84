import type { CheckedTopPages } from '../checked-analytics';
import { compareText } from '../compare-text';
import type { Sliced } from '../in-slices';
import type { TopPagesAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import { topRows } from './top-rows';

/** The pages seen most, from `page` events in any order. */
export interface TopPages {
  /** `page` as `pageOf` tells it. */
  add(page: string, person: string | undefined, visit: string | undefined): void;
  finish(keptFrom?: number): Sliced<TopPagesAnswer>;
}

interface SeenPage {
  readonly page: string;
  views: number;
  readonly people: Set<string>;
  readonly visits: Set<string>;
}

export function createTopPages(query: CheckedTopPages): TopPages {
  const { report, limit } = query;
  const byPage = new Map<string, SeenPage>();

  return {
    add(page, person, visit) {
      const known = byPage.get(page);
      const seen = known ?? { page, views: 0, people: new Set(), visits: new Set() };
      if (!known) byPage.set(page, seen);
      seen.views++;
      if (person !== undefined) seen.people.add(person);
      if (visit !== undefined) seen.visits.add(visit);
    },
    *finish(keptFrom) {
      const { rows, more } = yield* topRows(byPage.values(), byViews, limit);
      const answered = rows.map(({ page, views, people, visits }) => {
        return { page, views, people: people.size, visits: visits.size };
      });
      return { report, ...answerRange(query, keptFrom), rows: answered, more };
    },
  };
}

function byViews(a: SeenPage, b: SeenPage): number {
  return b.views - a.views || compareText(a.page, b.page);
}
