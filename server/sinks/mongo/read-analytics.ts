import type { CheckedAnalyticsQuery } from '../../../common/checked-analytics';
import type { AnalyticsAnswer } from '../../../common/read-analytics';
import { readActiveUsers } from './read-active-users';
import { readEventCounts } from './read-event-counts';
import { readFunnel } from './read-funnel';
import { readRetention } from './read-retention';
import { kept } from './read-senders';
import { readSources, readTopPages } from './read-visits';
import type { Collections } from './schema';

export async function readAnalytics(
  collections: Collections,
  query: CheckedAnalyticsQuery,
  keptFrom: number | undefined,
): Promise<AnalyticsAnswer> {
  return { ...(await answerTo(collections, query)), ...kept(keptFrom) };
}

function answerTo(
  collections: Collections,
  query: CheckedAnalyticsQuery,
): Promise<AnalyticsAnswer> {
  switch (query.report) {
    case 'active-users':
      return readActiveUsers(collections, query);
    case 'event-counts':
      return readEventCounts(collections, query);
    case 'top-pages':
      return readTopPages(collections, query);
    case 'sources':
      return readSources(collections, query);
    case 'funnel':
      return readFunnel(collections, query);
    case 'retention':
      return readRetention(collections, query);
  }
}
