import { none } from '../../../common/analytics/event-facts';
import type { CheckedSources } from '../../../common/checked-analytics';
import type { SourceKind, SourcesAnswer } from '../../../common/read-analytics';
import { countedEvents, people } from './counted-events';
import type { ReadParts } from './read-series';

type SourceRow = SourcesAnswer['rows'][number];

const columns: Readonly<Record<SourceKind, string>> = {
  referrer: 'referrer',
  campaign: 'campaign',
};

export async function readSources(
  { client, schema }: ReadParts,
  { report, of, limit, ...query }: CheckedSources,
): Promise<SourcesAnswer> {
  const { from, to } = query;
  const { select, withPeople, parameters } = countedEvents(schema, query);
  const first = `argMin((${columns[of]}, user_id, anonymous_id), (at, message_id)) AS first`;
  const visits = `SELECT first.1 AS told, first.2 AS user_id, first.3 AS anonymous_id
FROM (
${select(`visit, ${first}`, "type = 'page' AND visit != ''")}
GROUP BY visit
)`;
  const rows = await client.rows<SourceRow>(
    `SELECT if(told = '', '${none}', told) AS source, count() AS visits, ${people} AS people
FROM (${withPeople(visits)})
GROUP BY source
ORDER BY visits DESC, source
LIMIT {limit:UInt32}`,
    { ...parameters, limit: limit + 1 },
  );
  return { report, from, to, rows: rows.slice(0, limit), more: rows.length > limit };
}
