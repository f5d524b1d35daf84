import type { CheckedAnalyticsQuery } from '../../../common/checked-analytics';
import type { AnalyticsAnswer } from '../../../common/read-analytics';
import { keptFrom } from './kept-from';
import { readActiveUsers } from './read-active-users';
import { readEventCounts } from './read-event-counts';
import { readFunnel } from './read-funnel';
import { readRetention } from './read-retention';
import type { ReadParts } from './read-series';
import { readSources } from './read-sources';
import { readTopPages } from './read-top-pages';

/** Reports are worked out by ClickHouse, but for the funnel; all say what `common/analytics/` says. */
export async function readAnalytics(
  parts: ReadParts,
  query: CheckedAnalyticsQuery,
): Promise<AnalyticsAnswer> {
  return { ...(await answered(parts, query)), ...(await keptFrom(parts, 'eventDays')) };
}

function answered(parts: ReadParts, query: CheckedAnalyticsQuery): Promise<AnalyticsAnswer> {
  switch (query.report) {
    case 'active-users':
      return readActiveUsers(parts, query);
    case 'event-counts':
      return readEventCounts(parts, query);
    case 'top-pages':
      return readTopPages(parts, query);
    case 'sources':
      return readSources(parts, query);
    case 'funnel':
      return readFunnel(parts, query);
    case 'retention':
      return readRetention(parts, query);
  }
}
