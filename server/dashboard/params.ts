import { RadiantError } from '../../common/errors';

/** Names of parameters, and of groups of them: `dims.<name>`. */
export interface Accepted {
  readonly plain: readonly string[];
  /** Those of the plain ones that may come more than once. */
  readonly repeated?: readonly string[];
  readonly grouped: Readonly<Record<string, string>>;
}

/** @throws {RadiantError} `read-invalid` for a name that is not accepted, or came twice. */
export function checkNames(
  names: readonly string[],
  { plain, repeated = [], grouped }: Accepted,
): void {
  const groups = Object.entries(grouped).map(([group, member]) => `${group}.${member}`);
  for (const [index, name] of names.entries()) {
    const dot = name.indexOf('.');
    const known = dot < 0 ? plain.includes(name) : Object.hasOwn(grouped, name.slice(0, dot));
    const accepted = [...plain, ...groups].join(', ');
    if (!known) throw invalid(`there is no parameter ${quoted(name)}; there are ${accepted}`);
    if (names.indexOf(name) !== index && !repeated.includes(name))
      throw invalid(`${quoted(name)} came more than once`);
  }
}

/** @throws {RadiantError} `read-invalid` */
export function required(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value) return value;
  throw invalid(`the parameter ${name} is missing`);
}

/**
 * A whole number; absent when the parameter is.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function wholeNumber(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`${name}: expected a whole number, but ${quoted(text)} came`);
}

/**
 * True or false; absent when the parameter is.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function flag(params: URLSearchParams, name: string): boolean | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(`${name}: expected true or false, but ${quoted(text)} came`);
}

/** As it came; the check of the query says which words are accepted. */
export function textOf<Word extends string>(
  params: URLSearchParams,
  name: string,
): Word | undefined {
  return (params.get(name) ?? undefined) as Word | undefined;
}

/** The members of a group of parameters. */
export function membersOf(name: string, params: URLSearchParams): Record<string, string> {
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
