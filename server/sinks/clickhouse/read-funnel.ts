import { createFunnel } from '../../../common/analytics/funnel';
import type { CheckedFunnel } from '../../../common/checked-analytics';
import type { FunnelAnswer } from '../../../common/read-analytics';
import { atMs, countedEvents } from './counted-events';
import { funnelStepsSql } from './funnel-steps-sql';
import type { ReadParts } from './read-series';

/** Something that a person did and that may be steps; names are short, as there may be millions. */
interface StepRow {
  readonly p: string;
  readonly a: number;
  readonly s: number;
}

/**
 * ClickHouse sorts, the funnel of every reader counts: `windowFunnel` says else
 * where an event can be several steps. Rows stream through, one at a time.
 */
export async function readFunnel(
  { client, schema }: ReadParts,
  query: CheckedFunnel,
): Promise<FunnelAnswer> {
  const { select, withPeople, parameters } = countedEvents(schema, query);
  const steps = funnelStepsSql(query.steps);
  const events = select(`${atMs} AS a, ${steps.sql} AS s, user_id, anonymous_id`, 's != 0');
  const funnel = createFunnel(query);
  await client.each<StepRow>(
    `SELECT person AS p, a, s
FROM (${withPeople(events)})
WHERE p != ''
ORDER BY p, a`,
    ({ p: person, a: at, s }) => funnel.add({ person, at, steps: s }),
    { ...parameters, ...steps.parameters },
  );
  return funnel.finish();
}
