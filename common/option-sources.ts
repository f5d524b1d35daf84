import isPlainObject from 'lodash/isPlainObject';
import { closest } from './closest';
import { came, problemWith } from './option-check';
import { listOptions, variableName, variablePrefix } from './option-list';
import type { Environment, Option, OptionGroup, OptionSchema } from './option-schema';

/** What one source gives: values by the path of their option, and all that is wrong with it. */
export interface Given {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly string[];
}

/**
 * Reads options from an object, such as `Meteor.settings.radiant`. `label` is
 * how messages name it. Where `code` is false, options that only code can give
 * are refused. Values are passed on as they are, never copied or changed.
 */
export function fromObject(
  schema: OptionSchema,
  source: unknown,
  { label, code }: { readonly label: string; readonly code: boolean },
): Given {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  const complain = (path: string, problem: string) =>
    problems.push(`${[label, ...(path ? [path] : [])].join('.')}: ${problem}`);

  const readGroup = (members: OptionSchema, tree: unknown, prefix: string) => {
    if (tree === undefined) return;
    if (!isPlainObject(tree)) {
      const text = came(tree, hasSecret(members));
      complain(prefix.slice(0, -1), `expected an object of options, but ${text} came.`);
      return;
    }
    for (const [key, value] of Object.entries(tree as object)) {
      const entry = Object.hasOwn(members, key) ? members[key] : undefined;
      if (value !== undefined) readEntry(entry, value, prefix + key, members);
    }
  };

  const readEntry = (
    entry: Option<unknown> | OptionGroup | undefined,
    value: unknown,
    path: string,
    siblings: OptionSchema,
  ) => {
    if (entry === undefined) return complain(path, noSuchOption(path, siblings));
    if (entry.kind === 'group') return readGroup(entry.members, value, `${path}.`);
    if (!code && !entry.type.fromText) return complain(path, onlyCode);
    const problem = problemWith(entry, value);
    if (problem) complain(path, problem);
    else values.set(path, value);
  };

  readGroup(schema, source, '');
  return { values, problems };
}

const onlyCode = 'only Radiant.start(options) can give this option.';

function noSuchOption(path: string, siblings: OptionSchema): string {
  const names = Object.keys(siblings);
  const meant = closest(path.slice(path.lastIndexOf('.') + 1), names);
  if (meant) return `there is no such option. Did you mean ${meant}?`;
  return `there is no such option. Accepted are ${names.join(', ')}.`;
}

function hasSecret(members: OptionSchema): boolean {
  return listOptions(members).some(({ option }) => option.secret);
}

/**
 * Reads the `RADIANT_*` variables of the environment. An empty one counts as
 * not set, and white space around a value is dropped, because both are what
 * deployment files leave behind. `ignored` names variables that are no options.
 */
export function fromEnvironment(
  schema: OptionSchema,
  env: Environment,
  ignored: ReadonlySet<string>,
): Given {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  const known = variables(schema);
  for (const [name, raw] of Object.entries(env)) {
    const text = raw?.trim();
    if (!text || !name.startsWith(variablePrefix) || ignored.has(name)) continue;
    const found = known.get(name);
    if (!found) {
      problems.push(`${name}: ${noSuchVariable(name, schema)}`);
      continue;
    }
    const value = found.option.type.fromText?.(text);
    const problem = problemWith(found.option, value);
    if (problem) problems.push(`${name}: ${problem}`);
    else values.set(found.path, value);
  }
  return { values, problems };
}

function variables(schema: OptionSchema) {
  return new Map(
    listOptions(schema).flatMap(({ path, option, variable }) =>
      variable === undefined ? [] : [[variable, { path, option }] as const],
    ),
  );
}

function noSuchVariable(name: string, schema: OptionSchema): string {
  if (listOptions(schema).some(({ path }) => variableName(path) === name)) return onlyCode;
  const names = [...variables(schema).keys()].map((known) => known.slice(variablePrefix.length));
  const meant = closest(name.slice(variablePrefix.length), names);
  const hint = meant
    ? `Did you mean ${variablePrefix}${meant}?`
    : 'docs/options.md lists all there are.';
  return `there is no such option. ${hint}`;
}
