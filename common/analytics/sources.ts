import type { CheckedSources } from '../checked-analytics';
import { compareText } from '../compare-text';
import type { Sliced } from '../in-slices';
import type { SourcesAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import { none } from './event-facts';
import { topRows } from './top-rows';

/** A `page` event of a visit; `source` is its referrer or campaign. */
export interface VisitedPage {
  readonly visit: string;
  readonly at: number;
  readonly messageId: string;
  readonly source: string | undefined;
  readonly person: string | undefined;
}

/** Where visits come from, from their page events in any order. */
export interface Sources {
  add(page: VisitedPage): void;
  finish(keptFrom?: number): Sliced<SourcesAnswer>;
}

interface Source {
  readonly source: string;
  visits: number;
  readonly people: Set<string>;
}

export function createSources(query: CheckedSources): Sources {
  const { report, limit } = query;
  const firsts = new Map<string, VisitedPage>();

  return {
    add(page) {
      const known = firsts.get(page.visit);
      if (!known || isEarlier(page, known)) firsts.set(page.visit, page);
    },
    *finish(keptFrom) {
      const bySource = yield* gather(firsts.values());
      const { rows, more } = yield* topRows(bySource.values(), byVisits, limit);
      const answered = rows.map(({ source, visits, people }) => {
        return { source, visits, people: people.size };
      });
      return { report, ...answerRange(query, keptFrom), rows: answered, more };
    },
  };
}

function isEarlier(a: VisitedPage, b: VisitedPage): boolean {
  return (a.at - b.at || compareText(a.messageId, b.messageId)) < 0;
}

function* gather(visits: Iterable<VisitedPage>): Sliced<ReadonlyMap<string, Source>> {
  const bySource = new Map<string, Source>();
  for (const { source = none, person } of visits) {
    yield;
    const known = bySource.get(source);
    const from = known ?? { source, visits: 0, people: new Set() };
    if (!known) bySource.set(source, from);
    from.visits++;
    if (person !== undefined) from.people.add(person);
  }
  return bySource;
}

function byVisits(a: Source, b: Source): number {
  return b.visits - a.visits || compareText(a.source, b.source);
}
