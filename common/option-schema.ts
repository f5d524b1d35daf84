import type { OptionType } from './option-types';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One option: everything that types, validation, messages and documentation need. */
export interface Option<Value, Resolved = Value> {
  readonly kind: 'option';
  readonly type: OptionType<Value>;
  readonly default: Resolved | DerivedDefault<Resolved>;
  /** What one of it is: `ms`, `bytes`, `series` ... */
  readonly unit?: string;
  /** Accepted values run from `min` to `max`, both included; of a string, its length. */
  readonly min?: number;
  readonly max?: number;
  /** Its value never appears in a message. */
  readonly secret?: boolean;
  /** One sentence. */
  readonly help: string;
}

/** Options that belong together: `api.token`, `api.path`. */
export interface OptionGroup<Members extends OptionSchema = OptionSchema> {
  readonly kind: 'group';
  readonly members: Members;
}

export interface OptionSchema {
  readonly [key: string]: Option<unknown> | OptionGroup;
}

/** A default that depends on the environment of the process. */
export interface DerivedDefault<Value> {
  readonly from: (env: Environment) => Value;
  /** How documentation puts it. */
  readonly says: string;
}

type Details<Value> = Omit<Option<never, Value>, 'kind' | 'type'>;

/** An option that always has a value. */
export function option<Value>(
  type: OptionType<Value>,
  details: Details<NoInfer<Value>>,
): Option<Value> {
  return { kind: 'option', type, ...details };
}

/** An option that is `undefined` unless somebody gives it. */
export function optional<Value>(
  type: OptionType<Value>,
  details: Omit<Details<Value>, 'default'>,
): Option<Value, Value | undefined> {
  return { kind: 'option', type, default: undefined, ...details };
}

export function group<Members extends OptionSchema>(members: Members): OptionGroup<Members> {
  return { kind: 'group', members };
}

export function isDerived<Value>(
  value: Value | DerivedDefault<Value>,
): value is DerivedDefault<Value> {
  return typeof value === 'object' && value !== null && 'from' in value && 'says' in value;
}

/** What a schema resolves to: every option has its value. */
export type ResolvedOptions<Schema extends OptionSchema> = {
  readonly [Key in keyof Schema]: Schema[Key] extends OptionGroup<infer Members>
    ? ResolvedOptions<Members>
    : Schema[Key] extends Option<infer _Value, infer Resolved>
      ? Resolved
      : never;
};

/** What may be given: any part of it. `undefined` is the same as leaving it out. */
export type GivenOptions<Schema extends OptionSchema> = {
  readonly [Key in keyof Schema]?:
    | (Schema[Key] extends OptionGroup<infer Members>
        ? GivenOptions<Members>
        : Schema[Key] extends Option<infer Value, infer _Resolved>
          ? Value
          : never)
    | undefined;
};
