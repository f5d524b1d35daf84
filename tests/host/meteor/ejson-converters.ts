/** The part of a custom type's value that EJSON calls. */
export interface CustomValue {
  typeName(): string;
  toJSONValue(): unknown;
  clone?(): unknown;
  equals?(other: unknown, options?: unknown): boolean;
}

/** One kind of value that plain JSON cannot carry, and its JSON form. */
export interface Converter {
  matchJSONValue(json: Fields): boolean;
  matchObject(value: unknown): boolean;
  toJSONValue(value: unknown): unknown;
  fromJSONValue(json: Fields): unknown;
}

export type Fields = Record<string, unknown>;
export type Factory = (json: unknown) => unknown;

/** What the converters need of the EJSON instance they serve. */
export interface ConverterHost {
  readonly types: ReadonlyMap<string, Factory>;
  isCustomType(value: unknown): value is CustomValue;
  toJSONValue(value: unknown): unknown;
  fromJSONValue(json: unknown): unknown;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object';
}

export function isInfOrNaN(value: unknown): value is number {
  return typeof value === 'number' && !Number.isFinite(value);
}

/** The converters in the order in which EJSON tries them. */
export function createConverters(host: ConverterHost): readonly Converter[] {
  const plain = [dates, regExps, nonFinite, binaries];
  const escaping = escapes(host, () => all);
  const all: readonly Converter[] = [...plain, escaping, customs(host)];
  return all;
}

const dates: Converter = {
  matchJSONValue: (json) => hasKeys(json, '$date'),
  matchObject: (value) => value instanceof Date,
  toJSONValue: (value) => ({ $date: (value as Date).getTime() }),
  fromJSONValue: (json) => new Date(json.$date as number),
};

const regExps: Converter = {
  matchJSONValue: (json) => hasKeys(json, '$regexp', '$flags'),
  matchObject: (value) => value instanceof RegExp,
  toJSONValue: (value) => {
    const { source, flags } = value as RegExp;
    return { $regexp: source, $flags: flags };
  },
  fromJSONValue: (json) => {
    const known = String(json.$flags)
      .slice(0, 50)
      .replace(/[^gimuy]/g, '');
    return new RegExp(String(json.$regexp), [...new Set(known)].join(''));
  },
};

const nonFinite: Converter = {
  matchJSONValue: (json) => hasKeys(json, '$InfNaN'),
  matchObject: isInfOrNaN,
  toJSONValue: (value) => ({ $InfNaN: Number.isNaN(value) ? 0 : Math.sign(value as number) }),
  fromJSONValue: (json) => (json.$InfNaN as number) / 0,
};

const binaries: Converter = {
  matchJSONValue: (json) => hasKeys(json, '$binary'),
  matchObject: (value) => value instanceof Uint8Array,
  toJSONValue: (value) => ({ $binary: Buffer.from(value as Uint8Array).toString('base64') }),
  fromJSONValue: (json) => new Uint8Array(Buffer.from(String(json.$binary), 'base64')),
};

function escapes(host: ConverterHost, all: () => readonly Converter[]): Converter {
  const convert = (fields: Fields, each: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, each(value)]));

  return {
    matchJSONValue: (json) => hasKeys(json, '$escape'),
    matchObject: (value) => {
      if (!isObject(value) || value === null) return false;
      const count = Object.keys(value).length;
      if (count !== 1 && count !== 2) return false;
      return all().some((converter) => converter.matchJSONValue(value as Fields));
    },
    toJSONValue: (value) => ({ $escape: convert(value as Fields, host.toJSONValue) }),
    fromJSONValue: (json) => convert(json.$escape as Fields, host.fromJSONValue),
  };
}

function customs(host: ConverterHost): Converter {
  return {
    matchJSONValue: (json) => hasKeys(json, '$type', '$value'),
    matchObject: (value) => host.isCustomType(value),
    toJSONValue: (value) => {
      const custom = value as CustomValue;
      return { $type: custom.typeName(), $value: custom.toJSONValue() };
    },
    fromJSONValue: (json) => {
      const factory = host.types.get(String(json.$type));
      if (!factory) throw new Error(`Custom EJSON type ${json.$type} is not defined`);
      return factory(json.$value);
    },
  };
}

function hasKeys(json: Fields, ...keys: readonly string[]): boolean {
  return Object.keys(json).length === keys.length && keys.every((key) => Object.hasOwn(json, key));
}
