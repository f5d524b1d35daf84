/**
 * A writer of protocol buffers: messages that are plain objects, by a table of
 * their fields. It knows what OTLP needs and no more; the tests read what it
 * writes with the official definitions.
 */
export type FieldType =
  | 'string'
  | 'bool'
  | 'double'
  | 'uint32'
  | 'int64'
  | 'sint32'
  | 'fixed64'
  | 'fixed32'
  /** Hexadecimal text that stands for bytes. */
  | 'hex'
  | 'packedDouble'
  | 'packedFixed64'
  | 'packedUint64'
  | MessageType;

/** Fields by the name they have in objects: their number and type; lists are repeated. */
export interface MessageType {
  readonly [field: string]: readonly [number: number, type: FieldType];
}

export type Message = Readonly<Record<string, unknown>>;

/** The bytes of a message. A field that is undefined is left out. */
export function encode(type: MessageType, message: Message): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const name in type) {
    const field = type[name];
    const value = message[name];
    if (!field || value === undefined) continue;
    const [number, fieldType] = field;
    if (Array.isArray(value) && !isPacked(fieldType)) {
      for (const one of value) parts.push(encodeField(number, fieldType, one));
    } else parts.push(encodeField(number, fieldType, value));
  }
  return concat(parts);
}

/** A field whose content is encoded already. */
export function delimited(number: number, content: Uint8Array): Uint8Array {
  return concat([varint((number << 3) | 2), varint(content.length), content]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

function isPacked(type: FieldType): boolean {
  return typeof type === 'string' && type.startsWith('packed');
}

function encodeField(number: number, type: FieldType, value: unknown): Uint8Array {
  if (typeof type === 'object') return delimited(number, encode(type, value as Message));
  const write = writers[type];
  return concat([varint((number << 3) | write.wire), write.content(value)]);
}

interface Writer {
  /** 0 varint, 1 eight bytes, 2 a length before the content, 5 four bytes. */
  readonly wire: 0 | 1 | 2 | 5;
  content(value: unknown): Uint8Array;
}

const withLength = (content: Uint8Array) => concat([varint(content.length), content]);
const numbers = (value: unknown) => value as readonly number[];

const writers: Readonly<Record<Extract<FieldType, string>, Writer>> = {
  string: { wire: 2, content: (value) => withLength(Buffer.from(String(value))) },
  hex: { wire: 2, content: (value) => withLength(Buffer.from(String(value), 'hex')) },
  bool: { wire: 0, content: (value) => varint(value ? 1 : 0) },
  uint32: { wire: 0, content: (value) => varint(Number(value)) },
  int64: { wire: 0, content: (value) => bigVarint(BigInt.asUintN(64, BigInt(value as number))) },
  sint32: {
    wire: 0,
    content: (value) => varint(Number(value) < 0 ? -2 * Number(value) - 1 : 2 * Number(value)),
  },
  double: { wire: 1, content: (value) => doubles([Number(value)]) },
  fixed64: { wire: 1, content: (value) => fixed64s([value as number]) },
  fixed32: { wire: 5, content: (value) => fixed32(Number(value)) },
  packedDouble: { wire: 2, content: (value) => withLength(doubles(numbers(value))) },
  packedFixed64: { wire: 2, content: (value) => withLength(fixed64s(numbers(value))) },
  packedUint64: { wire: 2, content: (value) => withLength(concat(numbers(value).map(varint))) },
};

/** A whole number from 0 to 2^53 - 1. */
function varint(value: number): Uint8Array {
  if (value < 0x80) return small[value] ?? Uint8Array.of(value);
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

const small = Array.from({ length: 0x80 }, (_, value) => Uint8Array.of(value));

function bigVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function doubles(values: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(8 * values.length);
  values.forEach((value, at) => {
    bytes.writeDoubleLE(value, 8 * at);
  });
  return bytes;
}

/** Numbers, or decimal text for what a number cannot hold exactly. */
function fixed64s(values: readonly (number | string)[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(8 * values.length);
  values.forEach((value, at) => {
    bytes.writeBigUInt64LE(BigInt(value), 8 * at);
  });
  return bytes;
}

function fixed32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
