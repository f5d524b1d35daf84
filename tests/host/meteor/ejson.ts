import {
  type CustomValue,
  createConverters,
  type Factory,
  type Fields,
  isInfOrNaN,
  isObject,
} from './ejson-converters';
import { createEquals } from './ejson-equals';
import { canonicalStringify, type StringifyOptions } from './ejson-stringify';
import { ObjectID } from './object-id';

export type Ejson = ReturnType<typeof createEjson>;

/**
 * Meteor's `EJSON` with its own table of custom types, in which `oid` is
 * already known. Every host has one, because an app adds its types to it.
 */
export function createEjson() {
  const types = new Map<string, Factory>([['oid', (hex) => new ObjectID(String(hex))]]);
  const converters = createConverters({ types, isCustomType, toJSONValue, fromJSONValue });
  const equals = createEquals({ isCustomType, toJSONValue });

  function addType(name: string, factory: Factory): void {
    if (types.has(name)) throw new Error(`Type ${name} already present`);
    types.set(name, factory);
  }

  function isCustomType(value: unknown): value is CustomValue {
    const custom = value as CustomValue | null | undefined;
    if (typeof custom?.toJSONValue !== 'function') return false;
    return typeof custom.typeName === 'function' && types.has(custom.typeName());
  }

  function converted(value: unknown): unknown {
    return converters.find((each) => each.matchObject(value))?.toJSONValue(value);
  }

  function adjustTypesToJSONValue(value: unknown): unknown {
    if (value === null) return null;
    const changed = converted(value);
    if (changed !== undefined) return changed;
    if (!isObject(value)) return value;
    adjustFields(value as Fields);
    return value;
  }

  function adjustFields(fields: Fields): void {
    for (const key of Object.keys(fields)) {
      const inner = fields[key];
      if (!isObject(inner) && !isInfOrNaN(inner)) continue;
      fields[key] = adjustTypesToJSONValue(inner);
    }
  }

  function toJSONValue(value: unknown): unknown {
    const changed = converted(value);
    if (changed !== undefined || !isObject(value)) return changed ?? value;
    return adjustTypesToJSONValue(clone(value));
  }

  function restored(json: unknown): unknown {
    if (!isObject(json) || json === null) return json;
    const keys = Object.keys(json);
    if (keys.length > 2 || !keys.every((key) => key.startsWith('$'))) return json;
    const converter = converters.find((each) => each.matchJSONValue(json as Fields));
    return converter ? converter.fromJSONValue(json as Fields) : json;
  }

  function adjustTypesFromJSONValue(json: unknown): unknown {
    const changed = restored(json);
    if (changed !== json || !isObject(json) || json === null) return changed;
    const fields = json as Fields;
    for (const key of Object.keys(fields)) fields[key] = adjustTypesFromJSONValue(fields[key]);
    return json;
  }

  function fromJSONValue(json: unknown): unknown {
    const changed = restored(json);
    if (changed !== json || !isObject(json)) return changed;
    return adjustTypesFromJSONValue(clone(json));
  }

  function clone<T>(value: T): T {
    if (!isObject(value) || value === null) return value;
    return cloneObject(value) as T;
  }

  function cloneObject(value: object): unknown {
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return value;
    if (value instanceof Uint8Array) return Uint8Array.from(value);
    if (Array.isArray(value)) return value.map((item) => clone(item));
    const custom = value as Partial<CustomValue>;
    if (typeof custom.clone === 'function') return custom.clone();
    if (isCustomType(value)) return fromJSONValue(clone(toJSONValue(value)));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clone(inner)]));
  }

  function stringify(value: unknown, options?: StringifyOptions): string {
    const json = toJSONValue(value);
    const canonical = options && (options.canonical || options.indent);
    return (canonical ? canonicalStringify(json, options) : JSON.stringify(json)) as string;
  }

  function parse(text: unknown): unknown {
    if (typeof text !== 'string') throw new Error('EJSON.parse argument should be a string');
    return fromJSONValue(JSON.parse(text));
  }

  return {
    addType,
    clone,
    equals,
    fromJSONValue,
    isBinary: (value: unknown): value is Uint8Array => value instanceof Uint8Array,
    newBinary: (length: number) => new Uint8Array(length),
    parse,
    stringify,
    toJSONValue,
    _adjustTypesFromJSONValue: adjustTypesFromJSONValue,
    _adjustTypesToJSONValue: adjustTypesToJSONValue,
    _getConverters: () => converters,
    _getTypes: (isOriginal = false) => (isOriginal ? types : Object.fromEntries(types)),
    _isCustomType: isCustomType,
  };
}

/** One instance for code that adds no types of its own. */
export const EJSON: Ejson = createEjson();
