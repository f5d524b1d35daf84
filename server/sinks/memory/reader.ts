import { checkAnalyticsQuery } from '../../../common/check-analytics';
import { checkForget } from '../../../common/forget';
import { Histogram } from '../../../common/histogram';
import { inSlices, type Sliced } from '../../../common/in-slices';
import type { AnalyticsQuery, AnswerTo } from '../../../common/read-analytics';
import { type AnswerBuilder, createAnswer } from '../../../common/read-answer';
import { matchesResource } from '../../../common/read-checks';
import { checkErrorsQuery } from '../../../common/read-errors';
import { checkEventsQuery } from '../../../common/read-events';
import { checkLogsQuery } from '../../../common/read-logs';
import {
  type CheckedQuery,
  checkObserversQuery,
  checkQuery,
  matchesDims,
} from '../../../common/read-query';
import { checkTracesQuery } from '../../../common/read-traces';
import type { ReadAnswer, Reader, ReadRow } from '../../../common/reader';
import type { Resource } from '../../../common/resource';
import type { Tally } from '../../../common/tally';
import { ringsThatReach, ringThatReaches, stepFor } from './choose-ring';
import { forgetEvents } from './forget-events';
import { rowsOf } from './packed-window';
import { readErrors } from './read-errors';
import { readAnalytics, readEvents } from './read-events';
import { readObservers } from './read-observers';
import { readLogs, readTraces } from './read-records';
import { type Ring, sortedEntries } from './ring';
import type { SeriesEntry } from './series-ids';
import type { Store } from './store';

/** Reads what a memory sink keeps. */
export function memoryReader(store: Store): Reader {
  const { records } = store;
  return {
    capabilities: { buckets: true },
    async read(query) {
      const checked = checkQuery(query);
      return inSlices(answerBest(store, checked));
    },
    observers: async (query) => inSlices(readObservers(store, checkObserversQuery(query))),
    traces: async (query) => inSlices(readTraces(records, checkTracesQuery(query))),
    errors: async (query) => inSlices(readErrors(records, checkErrorsQuery(query))),
    logs: async (query) => inSlices(readLogs(records, checkLogsQuery(query))),
    events: async (query) => inSlices(readEvents(records, checkEventsQuery(query))),
    async analytics<Query extends AnalyticsQuery>(query: Query) {
      const answer = await inSlices(readAnalytics(records, checkAnalyticsQuery(query)));
      return answer as AnswerTo<Query>;
    },
    forget: async (query) => inSlices(forgetEvents(records.events, checkForget(query))),
    async resources({ from, to }) {
      const seen = new Map<string, Resource>();
      for (const { window } of ringThatReaches(store, from).entries()) {
        if (window.from >= to || window.to <= from) continue;
        seen.set(window.resource.instance, window.resource);
      }
      return [...seen.values()].sort(lastStartedFirst);
    },
  };
}

/**
 * From the finest ring that reaches back far enough and has the buckets of
 * some row. One point for the whole range may come from any ring, so there
 * each row comes from the finest that has it.
 */
function* answerBest(store: Store, query: CheckedQuery): Sliced<ReadAnswer> {
  let best = createAnswer(query, query.to - query.from).finish();
  for (const ring of ringsThatReach(store, query.from)) {
    const builder = yield* answerFrom(ring, store, query);
    const answer = builder.finish();
    best = best.rows.length > 0 ? withMissingRows(best, answer) : answer;
    const isEnough = query.stepMs !== undefined && best.rows.length > 0;
    if (isEnough || builder.lacking === 0) break;
  }
  return best;
}

function withMissingRows(fine: ReadAnswer, coarse: ReadAnswer): ReadAnswer {
  const byKey = new Map(coarse.rows.map((row) => [keyOf(row), row]));
  for (const row of fine.rows) byKey.set(keyOf(row), row);
  const rows = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { ...fine, rows };
}

const keyOf = ({ dims }: ReadRow) => JSON.stringify(Object.values(dims));

function* answerFrom(ring: Ring, store: Store, query: CheckedQuery): Sliced<AnswerBuilder> {
  const entries = sortedEntries(ring, ({ middle, window }) => {
    return middle >= query.from && middle < query.to && matchesResource(query, window.resource);
  });
  const answer = createAnswer(query, stepFor(ring, entries, query));
  const wanted = wantedSeries(store, query);
  const ofAllNames = !asksForNames(query);
  for (const { window, middle } of entries) {
    answer.window({ resource: window.resource, from: window.from, to: window.to, at: middle });
    for (const [entry, tally] of rowsOf(window, wanted)) {
      answer.series(entry.dims, ofAllNames ? besideRest(entry, tally) : tally);
      yield;
    }
  }
  answer.close();
  return answer;
}

function wantedSeries({ ids }: Store, query: CheckedQuery): Map<number, SeriesEntry> {
  const wanted = new Map<number, SeriesEntry>();
  for (const entry of ids.series.ofMetric(query.metric)) {
    if (entry.isRest && asksForNames(query)) continue;
    if (matchesDims(query, entry.dims)) wanted.set(entry.id, entry);
  }
  return wanted;
}

function asksForNames({ dims, by }: CheckedQuery): boolean {
  return dims.some(([name]) => name === 'name') || by.some(({ name }) => name === 'name');
}

/** Where the rest is read too, it brings the buckets, and the series it is of bring all else. */
function besideRest({ isRest, isHistogram, grid }: SeriesEntry, tally: Tally): Tally {
  if (isRest) return { ...tally, count: 0, sum: 0, max: Number.NEGATIVE_INFINITY };
  if (!isHistogram || tally.histogram) return tally;
  return { ...tally, histogram: new Histogram(grid).snapshot() };
}

function lastStartedFirst(a: Resource, b: Resource): number {
  return b.startedAt - a.startedAt || (a.instance < b.instance ? -1 : 1);
}
