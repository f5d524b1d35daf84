import type { ErrorSource } from '../../../common/error-entry';
import { createErrorsAnswer, type StoredError } from '../../../common/errors-answer';
import type {
  CheckedErrorsQuery,
  ErrorField,
  ErrorIdentity,
  ErrorsAnswer,
} from '../../../common/read-errors';
import { widenStep } from '../../../common/read-span';
import { allOf, type Conditions, equal, inRange } from './conditions';
import { keptFrom } from './kept-from';
import type { ReadParts } from './read-series';
import { tableName } from './schema';
import { ofSenders, resources } from './windows';

const columns: Readonly<Record<ErrorField, string>> = {
  source: 'source',
  name: 'name',
  group: 'group',
};

/** What one sender had of a group in one step. */
interface ErrorRow extends Omit<StoredError, keyof ErrorIdentity | 'sample'> {
  readonly sender: string;
  readonly group: string;
  readonly source: ErrorSource;
  readonly name: string;
  /** Error name, message and frame, as they were last. */
  readonly told: readonly [errorName: string, message: string, frame: string];
  readonly expected: boolean;
}

interface SampleRow {
  readonly sender: string;
  readonly group: string;
  readonly lastAt: number;
  readonly sample: string;
}

/** Of each group and sender ClickHouse adds up what lies in one step, and all that lies before. */
export async function readErrors(
  parts: ReadParts,
  query: CheckedErrorsQuery,
): Promise<ErrorsAnswer> {
  const stepMs = query.stepMs === undefined ? undefined : widenStep(query.stepMs, 0);
  const [rows, samples] = await Promise.all([entries(parts, query, stepMs), newest(parts, query)]);
  const resourceOf = resources();
  const answer = createErrorsAnswer(query, stepMs);
  for (const { sender, told, ...row } of rows) {
    const [errorName, message, frame] = told;
    answer.entry(resourceOf(sender), { ...row, errorName, message, frame });
  }
  for (const { sender, sample, ...of } of samples) {
    answer.sample(resourceOf(sender), { ...of, sample: JSON.parse(sample) });
  }
  return answer.finish((await keptFrom(parts, 'errorDays')).keptFrom);
}

function entries(
  { client, schema }: ReadParts,
  query: CheckedErrorsQuery,
  stepMs: number | undefined,
): Promise<ErrorRow[]> {
  const before = { from: 0, to: query.to };
  const where = allOf(inRange('e.at', 'toUnixTimestamp64Milli(e.at)', before), matching(query));
  const at = 'toUnixTimestamp64Milli(e.at)';
  return client.rows<ErrorRow>(
    `SELECT sender, group, source, name, expected,
  argMax((error_name, message, frame), e.at) AS told,
  sum(e.count) AS count, toUnixTimestamp64Milli(min(first_at)) AS firstAt,
  toUnixTimestamp64Milli(max(e.at)) AS lastAt,
  if(${at} < {start:Float64}, -1, floor((${at} - {start:Float64}) / {step:Float64})) AS step
FROM ${tableName(schema, 'errors')} AS e
WHERE ${where.sql}
GROUP BY sender, group, source, name, expected, step
ORDER BY lastAt`,
    {
      ...where.parameters,
      start: query.from,
      step: stepMs ?? query.to - query.from,
    },
  );
}

/** More than five of a group are never answered. */
function newest({ client, schema }: ReadParts, query: CheckedErrorsQuery): Promise<SampleRow[]> {
  const where = allOf(inRange('at', 'toUnixTimestamp64Milli(at)', query), matching(query));
  return client.rows<SampleRow>(
    `SELECT sender, group, toUnixTimestamp64Milli(at) AS lastAt, sample
FROM ${tableName(schema, 'errors')}
WHERE ${where.sql}
ORDER BY sample_at DESC
LIMIT 5 BY group`,
    where.parameters,
  );
}

function matching(query: CheckedErrorsQuery): Conditions {
  const { expected } = query;
  return allOf(
    equal('field', query.equal, (field) => columns[field]),
    ofSenders(query.resource),
    expected === undefined
      ? { sql: '', parameters: {} }
      : { sql: 'expected = {expected:Bool}', parameters: { expected: String(expected) } },
  );
}
