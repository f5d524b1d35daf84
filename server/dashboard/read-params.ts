import { RadiantError } from '../../common/errors';
import type { MetricName } from '../../common/metrics';
import { checkObserversQuery, checkQuery } from '../../common/read-query';
import type { ObserversQuery, ReadQuery, Stat } from '../../common/reader';
import { type Range, rangeFrom } from './range-params';

/** Names of parameters, and of groups of them: `dims.<name>`. */
interface Accepted {
  readonly plain: readonly string[];
  readonly grouped: Readonly<Record<string, string>>;
}

const ofRead: Accepted = {
  plain: ['metric', 'stat', 'from', 'to', 'stepMs', 'by'],
  grouped: { dims: '<name>', resource: '<field>' },
};
const ofRange: Accepted = { plain: ['from', 'to'], grouped: { resource: '<field>' } };

/**
 * The query that parameters of `GET read` stand for: `metric`, `stat`, `from`,
 * `to`, `stepMs`, `by` (names by comma), `dims.<name>`, `resource.<field>`.
 * `nowMs` is what relative times count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function readQueryFrom(params: URLSearchParams, nowMs: number): ReadQuery {
  checkNames([...params.keys()], ofRead);
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

/**
 * The query that parameters of `GET observers` and `GET findings` stand for:
 * `from`, `to`, `resource.<field>`.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function rangeQueryFrom(
  params: URLSearchParams,
  nowMs: number,
): Pick<ObserversQuery, 'from' | 'to' | 'resource'> {
  checkNames([...params.keys()], ofRange);
  const query = { ...rangeFrom(params, nowMs), resource: membersOf('resource', params) };
  checkObserversQuery(query);
  return query;
}

function checkNames(names: readonly string[], { plain, grouped }: Accepted): void {
  const groups = Object.entries(grouped).map(([group, member]) => `${group}.${member}`);
  for (const [index, name] of names.entries()) {
    const dot = name.indexOf('.');
    const known = dot < 0 ? plain.includes(name) : Object.hasOwn(grouped, name.slice(0, dot));
    const accepted = [...plain, ...groups].join(', ');
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
