import { RadiantError } from './errors';
import { mapValues } from './map-values';
import {
  type Environment,
  isDerived,
  type OptionSchema,
  type ResolvedOptions,
} from './option-schema';
import { fromEnvironment, fromObject } from './option-sources';

export interface OptionSources {
  /** `Meteor.settings.radiant`. */
  readonly settings?: unknown;
  /** `process.env`. */
  readonly env?: Environment;
  /** What code passed to `Radiant.start`. */
  readonly given?: unknown;
}

/**
 * Gives every option of `schema` its value. Later wins: defaults, settings,
 * environment, given. An option is taken whole: a list is never merged.
 *
 * @throws {RadiantError} `options-invalid`, with one line per problem, for all
 * sources at once.
 */
export function resolveSchema<Schema extends OptionSchema>(
  schema: Schema,
  { settings, env = {}, given }: OptionSources,
  ignoredVariables: ReadonlySet<string> = new Set(),
): ResolvedOptions<Schema> {
  const sources = [
    fromObject(schema, settings, { label: 'Meteor.settings.radiant', code: false }),
    fromEnvironment(schema, env, ignoredVariables),
    fromObject(schema, given, { label: 'options', code: true }),
  ];
  const problems = sources.flatMap((source) => source.problems);
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  ${problem}`).join('');
    throw new RadiantError('options-invalid', `these options cannot be used:${list}`);
  }
  const values = new Map(sources.flatMap((source) => [...source.values]));
  return fill(schema, values, env, '') as ResolvedOptions<Schema>;
}

function fill(
  schema: OptionSchema,
  values: ReadonlyMap<string, unknown>,
  env: Environment,
  prefix: string,
): Record<string, unknown> {
  return mapValues(schema, (entry, key) => {
    const path = prefix + key;
    if (entry.kind === 'group') return fill(entry.members, values, env, `${path}.`);
    if (values.has(path)) return values.get(path);
    return isDerived(entry.default) ? entry.default.from(env) : entry.default;
  });
}
