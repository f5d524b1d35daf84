import isPlainObject from 'lodash/isPlainObject';

/** A kind of value that options can have: what is accepted, and how text becomes one. */
export interface OptionType<Value> {
  /** One word for tables: `boolean`, `integer` ... */
  readonly name: string;
  /** What is accepted, with its article, as it stands in an error message. */
  readonly accepts: string;
  is(value: unknown): value is Value;
  /** What is wrong with a value, where more is to be said than what is accepted. Never quotes secrets. */
  problem?(value: unknown): string | undefined;
  /** The value a text from the environment stands for. Absent: only code can give it. */
  fromText?(text: string): unknown;
}

export const boolean: OptionType<boolean> = {
  name: 'boolean',
  accepts: 'true or false',
  is: (value) => typeof value === 'boolean',
  fromText: (text) => switches.get(text.toLowerCase()) ?? text,
};

const switches = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export const number: OptionType<number> = {
  name: 'number',
  accepts: 'a number',
  is: (value): value is number => Number.isFinite(value),
  fromText: numberOrText,
};

export const integer: OptionType<number> = {
  name: 'integer',
  accepts: 'an integer',
  is: (value): value is number => Number.isSafeInteger(value),
  fromText: numberOrText,
};

/** Text that is no plain decimal number stays text, and is refused as such. */
function numberOrText(text: string): unknown {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

export const string = textMatching('string', 'a string', /^/);

/** An absolute path of plain segments, which means the same to every router. */
export const urlPath = textMatching(
  'path',
  'a path like /monitoring/api, without a slash at its end',
  /^(\/[\w.~-]+)+$/,
);

/** What fits into an `Authorization` header as it is. */
export const token = textMatching(
  'string',
  'a string of visible ASCII characters without spaces',
  /^[\x21-\x7e]*$/,
);

/** A name that needs no quotes in a database. */
export const identifier = textMatching(
  'name',
  'a name of letters, digits and _, which does not begin with a digit',
  /^([A-Za-z_]\w*)?$/,
);

/** What MongoDB takes for the name of a database, on any system. */
export const databaseName = textMatching(
  'name',
  'a name without /, \\, spaces and any of . " $ * < > : | ?',
  /^[^/\\. "$*<>:|?\0]*$/,
);

/** One of several words. */
export function oneOf<Word extends string>(...words: readonly Word[]): OptionType<Word> {
  const listed = words.map((word) => `"${word}"`);
  return {
    name: words.map((word) => `\`${word}\``).join(', '),
    accepts: `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}`,
    is: (value): value is Word => words.some((word) => word === value),
    fromText: (text) => text,
  };
}

/** An absolute address. User and password have options of their own: `fetch` takes none in an address. */
export const httpUrl: OptionType<string> = {
  name: 'address',
  accepts: 'an http:// or https:// address without user and password',
  is: (value): value is string => typeof value === 'string' && isHttpUrl(value),
  fromText: (text) => text,
};

/** A connection string of MongoDB; the driver reads the rest of it. */
export const mongoUrl = textMatching(
  'address',
  'a mongodb:// or mongodb+srv:// address',
  /^mongodb(\+srv)?:\/\/[^/]/,
);

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && !username && !password;
}

function textMatching(name: string, accepts: string, pattern: RegExp): OptionType<string> {
  return {
    name,
    accepts,
    is: (value): value is string => typeof value === 'string' && pattern.test(value),
    fromText: (text) => text,
  };
}

/** Several strings; in the environment separated by commas. */
export const stringList: OptionType<readonly string[]> = {
  name: 'list of strings',
  accepts: 'a list of strings',
  is: (value): value is readonly string[] => Array.isArray(value) && value.every(string.is),
  fromText: (text) => text.split(',').map((item) => item.trim()),
};

/** Strings by name; in the environment a JSON object. */
export const record: OptionType<Readonly<Record<string, string>>> = {
  name: 'record',
  accepts: 'an object whose values are strings',
  is: (value): value is Readonly<Record<string, string>> =>
    isPlainObject(value) && Object.values(value as object).every(string.is),
  fromText: jsonOrText,
};

export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A type that only code can give, never settings or the environment. */
export function fromCode<Value>(
  name: string,
  accepts: string,
  is: (value: unknown) => boolean,
): OptionType<Value> {
  return { name, accepts, is: (value): value is Value => is(value) };
}
