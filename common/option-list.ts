import snakeCase from 'lodash/snakeCase';
import type { Option, OptionSchema } from './option-schema';

/** An option and where it stands in its schema. */
export interface ListedOption {
  /** Keys from the top, joined by dots: `api.token`. */
  readonly path: string;
  /** Its environment variable; absent when only code can give it. */
  readonly variable: string | undefined;
  readonly option: Option<unknown>;
}

/** All options of a schema, in its order, groups opened. */
export function listOptions(schema: OptionSchema, prefix = ''): readonly ListedOption[] {
  return Object.entries(schema).flatMap(([key, entry]) => {
    const path = prefix + key;
    if (entry.kind === 'group') return listOptions(entry.members, `${path}.`);
    return { path, option: entry, variable: entry.type.fromText && variableName(path) };
  });
}

/** What the names of Radiant's environment variables begin with. */
export const variablePrefix = 'RADIANT_';

/** `api.token` is `RADIANT_API_TOKEN` in the environment. */
export function variableName(path: string): string {
  return `${variablePrefix}${snakeCase(path).toUpperCase()}`;
}
