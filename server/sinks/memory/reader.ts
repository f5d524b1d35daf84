import { type AnswerBuilder, createAnswer } from '../../../common/read-answer';
import {
  type CheckedQuery,
  checkQuery,
  matchesDims,
  matchesResource,
} from '../../../common/read-query';
import { usualWidth, widenStep } from '../../../common/read-span';
import type { ReadAnswer, Reader } from '../../../common/reader';
import type { Resource } from '../../../common/resource';
import { inSlices } from './in-slices';
import { rowsOf, type Sliced } from './packed-window';
import { type Ring, type RingEntry, sortedEntries } from './ring';
import type { SeriesEntry } from './series-ids';
import type { Store } from './store';

/** Reads the rings of a memory sink. */
export function memoryReader(store: Store): Reader {
  return {
    capabilities: { buckets: true },
    async read(query) {
      const checked = checkQuery(query);
      return inSlices(answerBest(store, checked));
    },
    async resources({ from, to }) {
      const seen = new Map<string, Resource>();
      for (const ring of ringsThatReach(store, from).slice(0, 1)) {
        for (const { window } of ring.entries()) {
          if (window.from >= to || window.to <= from) continue;
          seen.set(window.resource.instance, window.resource);
        }
      }
      return [...seen.values()].sort(lastStartedFirst);
    },
  };
}

/**
 * From the finest ring that reaches back far enough; from a coarser one only
 * where it still has buckets that rows of the finer one lack.
 */
function* answerBest(store: Store, query: CheckedQuery): Sliced<ReadAnswer> {
  let best: AnswerBuilder | undefined;
  for (const ring of ringsThatReach(store, query.from)) {
    const answer = yield* answerFrom(ring, store, query);
    if (!best || answer.lacking < best.lacking) best = answer;
    if (best.lacking === 0) break;
  }
  return (best ?? createAnswer(query, query.to - query.from)).finish();
}

function ringsThatReach({ rings }: Store, from: number): readonly Ring[] {
  const reaching = rings.filter((ring) => ring.completeFrom <= from);
  return reaching.length > 0 ? reaching : rings.slice(-1);
}

function* answerFrom(ring: Ring, store: Store, query: CheckedQuery): Sliced<AnswerBuilder> {
  const entries = sortedEntries(ring, ({ middle, window }) => {
    return middle >= query.from && middle < query.to && matchesResource(query, window.resource);
  });
  const answer = createAnswer(query, stepFor(ring, entries, query));
  const wanted = new Map<number, SeriesEntry>();
  for (const entry of store.ids.ofMetric(query.metric)) {
    if (matchesDims(query, entry.dims)) wanted.set(entry.id, entry);
  }
  for (const { window, middle } of entries) {
    answer.window({ resource: window.resource, from: window.from, to: window.to, at: middle });
    for (const [{ dims }, tally] of rowsOf(window, wanted)) {
      answer.series(dims, tally);
      yield;
    }
  }
  answer.close();
  return answer;
}

function stepFor(ring: Ring, entries: readonly RingEntry[], query: CheckedQuery): number {
  const { stepMs, from, to } = query;
  if (stepMs === undefined) return to - from;
  const usualMs = usualWidth(entries.map(({ window }) => window));
  return widenStep(stepMs, Math.max(ring.widthMs, usualMs));
}

function lastStartedFirst(a: Resource, b: Resource): number {
  return b.startedAt - a.startedAt || (a.instance < b.instance ? -1 : 1);
}
