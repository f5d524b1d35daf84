import { none } from '../../../common/analytics/event-facts';
import type { CheckedTopPages } from '../../../common/checked-analytics';
import type { TopPagesAnswer } from '../../../common/read-analytics';
import { countedEvents, people } from './counted-events';
import type { ReadParts } from './read-series';

type PageRow = TopPagesAnswer['rows'][number];

export async function readTopPages(
  { client, schema }: ReadParts,
  { report, limit, ...query }: CheckedTopPages,
): Promise<TopPagesAnswer> {
  const { from, to } = query;
  const { select, withPeople, parameters } = countedEvents(schema, query);
  const page = `multiIf(pattern != '', pattern, path != '', path, '${none}')`;
  const views = select(`${page} AS page, visit, user_id, anonymous_id`, "type = 'page'");
  const rows = await client.rows<PageRow>(
    `SELECT page, count() AS views, ${people} AS people,
  uniqExactIf(visit, visit != '') AS visits
FROM (${withPeople(views)})
GROUP BY page
ORDER BY views DESC, page
LIMIT {limit:UInt32}`,
    { ...parameters, limit: limit + 1 },
  );
  return { report, from, to, rows: rows.slice(0, limit), more: rows.length > limit };
}
