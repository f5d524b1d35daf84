import type { ErrorEntry } from '../../../common/error-entry';
import { createErrorsAnswer, type ErrorsAnswerBuilder } from '../../../common/errors-answer';
import { inSlices, type Sliced } from '../../../common/in-slices';
import type { CheckedErrorsQuery, ErrorsAnswer } from '../../../common/read-errors';
import type { DataDoc } from './documents';
import { type Level, stepFor } from './levels';
import { type FoundWindow, findSenders, findWindows } from './read-windows';
import type { Collections } from './schema';

/** Half of the widest window that a sink is given: errors count by the time of the last, not by the window's middle. */
const slackMs = 10 * 60_000;

export async function readErrors(
  collections: Collections,
  query: CheckedErrorsQuery,
  levels: readonly Level[],
  keptFrom: number | undefined,
): Promise<ErrorsAnswer> {
  const { from, to, resource, stepMs } = query;
  const [level] = levels as [Level];
  const slack = Math.max(slackMs, level.widthMs);
  const around = { from: from - slack, to: to + slack, resource, levels };
  const found = await findWindows(collections, around);
  const data = await found.dataOf(['errors'], { errors: 1 });
  const withErrors = found.windows.filter(({ w }) => data.has(w));
  const step = stepMs === undefined ? undefined : stepFor(level, withErrors, query);
  const answer = createErrorsAnswer(query, step);
  const groups = await inSlices(gather(answer, query, withErrors, data));
  await gatherFirst(answer, query, groups, collections);
  return answer.finish(keptFrom);
}

/** Gives one entry of each group of the range. */
function* gather(
  answer: ErrorsAnswerBuilder,
  { from, to }: CheckedErrorsQuery,
  windows: readonly FoundWindow[],
  data: ReadonlyMap<string, DataDoc[]>,
): Sliced<Map<string, ErrorEntry>> {
  const groups = new Map<string, ErrorEntry>();
  for (const { resource, w } of windows) {
    for (const { errors = [] } of data.get(w) ?? []) {
      for (const entry of errors) {
        if (entry.lastAt >= from && entry.lastAt < to) {
          answer.entry(resource, entry);
          groups.set(entry.group, entry);
        }
        yield;
      }
    }
  }
  return groups;
}

/** When the groups first happened, which windows that are gone may have told. */
async function gatherFirst(
  answer: ErrorsAnswerBuilder,
  { from, resource }: CheckedErrorsQuery,
  groups: ReadonlyMap<string, ErrorEntry>,
  collections: Collections,
): Promise<void> {
  if (groups.size === 0) return;
  const filter = { group: { $in: [...groups.keys()] }, firstAt: { $lt: from } };
  const [first, senders] = await Promise.all([
    collections.errorGroups.find(filter).toArray(),
    findSenders(collections, { from: 0, to: from, resource }),
  ]);
  for (const { group, r, firstAt } of first) {
    const [entry, sender] = [groups.get(group), senders.get(r)];
    if (entry && sender) answer.entry(sender, { ...entry, count: 0, firstAt, lastAt: firstAt });
  }
}
