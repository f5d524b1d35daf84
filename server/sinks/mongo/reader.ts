import { checkAnalyticsQuery } from '../../../common/check-analytics';
import { checkForget } from '../../../common/forget';
import type { AnalyticsQuery, AnswerTo } from '../../../common/read-analytics';
import { checkRange } from '../../../common/read-checks';
import { checkErrorsQuery } from '../../../common/read-errors';
import { checkEventsQuery } from '../../../common/read-events';
import { checkLogsQuery } from '../../../common/read-logs';
import { checkObserversQuery, checkQuery } from '../../../common/read-query';
import { checkTracesQuery } from '../../../common/read-traces';
import type { Reader } from '../../../common/reader';
import type { Resource } from '../../../common/resource';
import { mongoFailure } from './failures';
import { forgetPerson } from './forget-person';
import { levelsFor, type ReadRange } from './levels';
import { readAnalytics } from './read-analytics';
import { readErrors } from './read-errors';
import { readEvents } from './read-events';
import { readObservers } from './read-observers';
import { readLogs, readTraces } from './read-records';
import { createSeriesReader } from './read-series';
import { findSenders } from './read-windows';
import type { Collections } from './schema';
import type { Keeping } from './writer';

export interface ReaderParts {
  /** Once they are there; whoever reads first opens the connection. */
  readonly collections: () => Promise<Collections>;
  readonly keep: Keeping;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Reads what mongo sinks of all processes stored in one database. */
export function mongoReader({ collections, keep, now }: ReaderParts): Reader {
  const levelsOf = (range: ReadRange) => levelsFor(range, keep.levels, now());

  const readSeries = createSeriesReader();

  async function keptFrom({ meta }: Collections, keepMs: number): Promise<number | undefined> {
    const since = (await meta.findOne({ _id: 'since' })) as { readonly at: number } | null;
    return since ? Math.max(since.at, now() - keepMs) : undefined;
  }

  /** Errors of the driver name hosts; these say what happened without. */
  async function ask<Answer>(question: (from: Collections) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(await collections());
    } catch (error) {
      throw isOfDriver(error) ? mongoFailure(error) : error;
    }
  }

  return {
    capabilities: { buckets: true },
    async read(query) {
      const checked = checkQuery(query);
      return ask((from) => readSeries(from, checked, levelsOf(checked)));
    },
    async observers(query) {
      const checked = checkObserversQuery(query);
      return ask((from) => readObservers(from, checked, levelsOf(checked)));
    },
    async traces(query) {
      const checked = checkTracesQuery(query);
      return ask(async (from) => readTraces(from, checked, await keptFrom(from, keep.traces)));
    },
    async errors(query) {
      const checked = checkErrorsQuery(query);
      const reach = Math.max(...Object.values(keep.levels));
      return ask(async (from) => {
        return readErrors(from, checked, levelsOf(checked), await keptFrom(from, reach));
      });
    },
    async logs(query) {
      const checked = checkLogsQuery(query);
      return ask(async (from) => readLogs(from, checked, await keptFrom(from, keep.logs)));
    },
    async events(query) {
      const checked = checkEventsQuery(query);
      return ask(async (from) => readEvents(from, checked, await keptFrom(from, keep.events)));
    },
    async analytics<Query extends AnalyticsQuery>(query: Query) {
      const checked = checkAnalyticsQuery(query);
      const answer = await ask(async (from) => {
        return readAnalytics(from, checked, await keptFrom(from, keep.events));
      });
      return answer as AnswerTo<Query>;
    },
    async forget(query) {
      const ids = checkForget(query);
      return ask((from) => forgetPerson(from, ids));
    },
    async resources({ from, to }) {
      checkRange(from, to);
      const senders = await ask((all) => findSenders(all, { from, to, resource: [] }));
      return [...senders.values()].sort(lastStartedFirst);
    },
  };
}

const isOfDriver = (error: unknown) => error instanceof Error && /^(Mongo|BSON)/.test(error.name);

function lastStartedFirst(a: Resource, b: Resource): number {
  return b.startedAt - a.startedAt || (a.instance < b.instance ? -1 : 1);
}
