import { listOptions } from './option-list';
import type { OptionSources } from './option-resolve';
import { isDerived, type OptionSchema } from './option-schema';
import { fromEnvironment, fromObject } from './option-sources';

/** Where the value of an option came from: `start` is `Radiant.start(options)`. */
export type SettingSource = 'start' | 'environment' | 'settings' | 'default';

/** An option as it is in effect. */
export interface Setting {
  /** With its groups: `api.path`. */
  readonly name: string;
  /** Absent when nobody set it. */
  readonly value?: unknown;
  readonly source: SettingSource;
}

/**
 * Every option of `schema` with its value and where that came from, in the
 * order of the schema. The sources are those that {@link resolveSchema} took.
 */
export function listSettings(
  schema: OptionSchema,
  { settings, env = {}, given }: OptionSources,
): readonly Setting[] {
  const code = { label: '', code: true };
  const sources = [
    { source: 'start', values: fromObject(schema, given, code).values },
    { source: 'environment', values: fromEnvironment(schema, env, new Set()).values },
    { source: 'settings', values: fromObject(schema, settings, { ...code, code: false }).values },
  ] as const;
  return listOptions(schema).map(({ path: name, option }) => {
    const found = sources.find(({ values }) => values.has(name));
    if (found) return { name, value: found.values.get(name), source: found.source };
    const value = isDerived(option.default) ? option.default.from(env) : option.default;
    return { name, value, source: 'default' };
  });
}
