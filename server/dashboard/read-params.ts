import { RadiantError } from '../../common/errors';
import type { MetricName } from '../../common/metrics';
import { checkQuery } from '../../common/read-query';
import type { ReadQuery, Stat } from '../../common/reader';
import { type Range, rangeFrom } from './range-params';

const plain = ['metric', 'stat', 'from', 'to', 'stepMs', 'by'];
const grouped = ['dims', 'resource'];

/**
 * The query that parameters of `GET read` stand for: `metric`, `stat`, `from`,
 * `to`, `stepMs`, `by` (names by comma), `dims.<name>`, `resource.<field>`.
 * `nowMs` is what relative times count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function readQueryFrom(params: URLSearchParams, nowMs: number): ReadQuery {
  checkNames([...params.keys()]);
  const range: Range = rangeFrom(params, nowMs);
  const stepMs = params.get('stepMs');
  const query: ReadQuery = {
    metric: required(params, 'metric') as MetricName,
    stat: required(params, 'stat') as Stat,
    ...range,
    ...(stepMs === null ? {} : { stepMs: milliseconds(stepMs) }),
    by: params.get('by')?.split(',') ?? [],
    dims: membersOf('dims', params),
    resource: membersOf('resource', params),
  };
  checkQuery(query);
  return query;
}

function checkNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    const dot = name.indexOf('.');
    const known = dot < 0 ? plain.includes(name) : grouped.includes(name.slice(0, dot));
    const accepted = [...plain, 'dims.<name>', 'resource.<field>'].join(', ');
    if (!known) throw invalid(`there is no parameter ${quoted(name)}; there are ${accepted}`);
    if (names.indexOf(name) !== index) throw invalid(`${quoted(name)} came more than once`);
  }
}

function required(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value) return value;
  throw invalid(`the parameter ${name} is missing`);
}

function milliseconds(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`stepMs: expected whole milliseconds, but ${quoted(text)} came`);
}

function membersOf(name: string, params: URLSearchParams): Record<string, string> {
  const prefix = `${name}.`;
  const members = [...params].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(members.map(([key, value]) => [key.slice(prefix.length), value]));
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function invalid(message: string): RadiantError {
  return new RadiantError('read-invalid', message);
}
