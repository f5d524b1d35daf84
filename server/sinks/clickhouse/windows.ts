import type { ReadWindow } from '../../../common/read-answer';
import type { Filters, ResourceField } from '../../../common/read-checks';
import type { Resource } from '../../../common/resource';
import type { Clickhouse } from './client';
import { allOf, equal, inRange } from './conditions';
import { type Level, middleOf } from './level';
import { type SchemaOptions, tableName } from './schema';

interface WindowRow {
  readonly sender: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly middle: number;
}

export interface WindowsQuery {
  readonly from: number;
  readonly to: number;
  readonly resource: Filters<ResourceField>;
}

/** Every window of the senders that match, oldest first. */
export async function readWindows(
  client: Pick<Clickhouse, 'rows'>,
  schema: SchemaOptions,
  level: Level,
  query: WindowsQuery,
): Promise<ReadWindow[]> {
  const middle = middleOf(level);
  const where = allOf(inRange('at', middle, query), ofSenders(query.resource));
  const rows = await client.rows<WindowRow>(
    `SELECT sender, toUnixTimestamp64Milli(min(begins)) AS fromMs,
  toUnixTimestamp64Milli(max(ends)) AS toMs, ${middle} AS middle
FROM ${tableName(schema, level.batches)}
WHERE ${where.sql}
GROUP BY sender, middle${level.widthMs === 0 ? ', begins, ends' : ''}
ORDER BY middle, fromMs, sender`,
    where.parameters,
  );
  const resourceOf = resources();
  return rows.map(({ sender, fromMs, toMs, middle: at }) => ({
    resource: resourceOf(sender),
    from: fromMs,
    to: toMs,
    at,
  }));
}

export function ofSenders(resource: Filters<ResourceField>) {
  return equal('resource', resource, (field) => field);
}

/** Reads senders, each one once. */
export function resources(): (sender: string) => Resource {
  const known = new Map<string, Resource>();
  return (sender) => {
    let resource = known.get(sender);
    if (!resource) {
      resource = JSON.parse(sender) as Resource;
      known.set(sender, resource);
    }
    return resource;
  };
}
