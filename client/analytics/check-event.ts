import type { PluginEvent } from '../../common/analytics/plugin';

/** The part of a Standard Schema that is asked: zod, valibot, arktype and others are ones. https://standardschema.dev */
export interface StandardSchema {
  readonly '~standard': {
    validate(value: unknown): SchemaResult | Promise<SchemaResult>;
  };
}

interface SchemaResult {
  readonly issues?: ReadonlyArray<SchemaIssue> | undefined;
}

interface SchemaIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** Names that were warned of. */
const warned = new WeakMap<object, Set<string>>();

/**
 * Warns where the properties of a tracked event are not what the app's schema
 * says: once per name, and the event goes out all the same. Loaded in
 * development only.
 */
export async function checkEvent(
  { type, event = '', properties = {} }: PluginEvent,
  schemas: Readonly<Record<string, StandardSchema>>,
  warn: (line: string) => void,
): Promise<void> {
  if (type !== 'track' || !Object.hasOwn(schemas, event)) return;
  const names = warned.get(schemas) ?? new Set();
  warned.set(schemas, names);
  if (names.has(event)) return;
  const found = await issuesOf(schemas[event], properties);
  if (found.length === 0 || names.has(event)) return;
  names.add(event);
  warn(`${event} is not what its schema says: ${found.join('; ')}`);
}

async function issuesOf(schema: StandardSchema | undefined, value: object): Promise<string[]> {
  try {
    const result = await schema?.['~standard'].validate(value);
    return (result?.issues ?? []).map(textOf);
  } catch (error) {
    return [`it cannot be asked (${error})`];
  }
}

function textOf({ message, path = [] }: SchemaIssue): string {
  const where = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return where ? `${where}: ${message}` : message;
}
