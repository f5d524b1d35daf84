import type {
  CheckedAnalyticsQuery,
  CheckedEventCounts,
  CheckedFunnel,
  CheckedSources,
  CheckedTopPages,
} from '../checked-analytics';
import type { Sliced } from '../in-slices';
import type { AnalyticsAnswer, FunnelAnswer } from '../read-analytics';
import { createActiveUsers } from './active-users';
import type { AnalyticsEvent } from './event';
import { countedValue, createEventCounts, isCounted } from './event-counts';
import { type EventFacts, pageOf } from './event-facts';
import { createFunnel, type FunnelRow, stepsMatched } from './funnel';
import { createRetention } from './retention';
import { createSources } from './sources';
import { createTopPages } from './top-pages';

/** Answers one query from events that count, in any order. */
export interface Report {
  /** `person` is absent for an event of nobody. */
  add(event: AnalyticsEvent, facts: EventFacts, person: string | undefined): void;
  /** Called once. */
  finish(keptFrom?: number): Sliced<AnalyticsAnswer>;
}

export function createReport(query: CheckedAnalyticsQuery): Report {
  switch (query.report) {
    case 'active-users':
      return ofPeople(createActiveUsers(query));
    case 'retention':
      return ofPeople(createRetention(query));
    case 'event-counts':
      return eventCountsReport(query);
    case 'top-pages':
      return topPagesReport(query);
    case 'sources':
      return sourcesReport(query);
    case 'funnel':
      return funnelReport(query);
  }
}

function ofPeople(
  report: Pick<Report, 'finish'> & { add(person: string, at: number): void },
): Report {
  return {
    add(_event, { at }, person) {
      if (person !== undefined) report.add(person, at);
    },
    finish: report.finish,
  };
}

function eventCountsReport(query: CheckedEventCounts): Report {
  const { add, finish } = createEventCounts(query);
  return {
    add(event, facts, person) {
      if (!isCounted(query, event, facts)) return;
      add(countedValue(query.by, event, facts), person, facts.at);
    },
    finish,
  };
}

function topPagesReport(query: CheckedTopPages): Report {
  const { add, finish } = createTopPages(query);
  return {
    add({ type }, facts, person) {
      if (type === 'page') add(pageOf(facts), person, facts.visit);
    },
    finish,
  };
}

function sourcesReport(query: CheckedSources): Report {
  const { add, finish } = createSources(query);
  return {
    add({ type, messageId }, { at, visit, [query.of]: source }, person) {
      if (type === 'page' && visit !== undefined) add({ visit, at, messageId, source, person });
    },
    finish,
  };
}

/** The funnel wants people one by one, each in the order of time. */
function funnelReport(query: CheckedFunnel): Report {
  const byPerson = new Map<string, FunnelRow[]>();

  function* finish(keptFrom?: number): Sliced<FunnelAnswer> {
    const funnel = createFunnel(query);
    for (const rows of byPerson.values()) {
      for (const row of rows.sort((a, b) => a.at - b.at)) funnel.add(row);
      yield;
    }
    return funnel.finish(keptFrom);
  }

  return {
    add(event, facts, person) {
      const steps = stepsMatched(query.steps, event, facts);
      if (steps === 0 || person === undefined) return;
      const row = { person, at: facts.at, steps };
      const rows = byPerson.get(person);
      if (rows) rows.push(row);
      else byPerson.set(person, [row]);
    },
    finish,
  };
}
