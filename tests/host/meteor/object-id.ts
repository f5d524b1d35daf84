import { Random } from './random';

const HEX_ID = /^[0-9a-f]{24}$/;

/** Whether a string could be the hex form of an {@link ObjectID}. */
export function looksLikeObjectId(value: string): boolean {
  return HEX_ID.test(value);
}

/**
 * A MongoDB id as Meteor's `mongo-id` has it: a value with a hex string, which
 * travels over DDP as the EJSON type `oid`.
 */
export class ObjectID {
  readonly _str: string;

  constructor(hex?: string) {
    const lower = hex?.toLowerCase();
    if (lower !== undefined && !looksLikeObjectId(lower)) {
      throw new Error('Invalid hexadecimal string for creating an ObjectID');
    }
    this._str = lower ?? Random.hexString(24);
  }

  equals(other: unknown): boolean {
    return other instanceof ObjectID && other._str === this._str;
  }

  toString(): string {
    return `ObjectID("${this._str}")`;
  }

  clone(): ObjectID {
    return new ObjectID(this._str);
  }

  typeName(): string {
    return 'oid';
  }

  getTimestamp(): number {
    return Number.parseInt(this._str.slice(0, 8), 16);
  }

  valueOf(): string {
    return this._str;
  }

  toJSONValue(): string {
    return this._str;
  }

  toHexString(): string {
    return this._str;
  }
}

/** The string by which an `_id` of any type travels in a DDP message. */
export function idStringify(id: unknown): string {
  if (id instanceof ObjectID) return id.valueOf();
  if (typeof id === 'string') return needsMark(id) ? `-${id}` : id;
  if (id === undefined) return '-';
  if (typeof id === 'object' && id !== null) {
    throw new Error('Meteor does not currently support objects other than ObjectID as ids');
  }
  return `~${JSON.stringify(id)}`;
}

function needsMark(id: string): boolean {
  return id !== '' && (/^[-~{]/.test(id) || looksLikeObjectId(id));
}

/** The inverse of {@link idStringify}. */
export function idParse(id: string): unknown {
  if (id === '-') return undefined;
  if (id.startsWith('-')) return id.slice(1);
  if (id.startsWith('~')) return JSON.parse(id.slice(1));
  return looksLikeObjectId(id) ? new ObjectID(id) : id;
}
