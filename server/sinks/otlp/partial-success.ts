/** What a backend did not take of a request that it answered with success. */
export interface Refused {
  readonly items: number;
  readonly reason: string;
}

const jsonCounts = ['rejectedDataPoints', 'rejectedSpans', 'rejectedLogRecords'] as const;

/** Reads the answer to a request of JSON. `undefined` when everything was taken, or nothing is said. */
export function refusedInJson(body: string): Refused | undefined {
  let answer: { partialSuccess?: Record<string, unknown> } | null;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  const partial = answer?.partialSuccess;
  if (!partial) return undefined;
  const items = Math.max(...jsonCounts.map((key) => Number(partial[key] ?? 0) || 0));
  return refused(items, String(partial.errorMessage ?? ''));
}

/**
 * The same of protocol buffers: field 1 is the partial success; of it, field 1
 * is the count and field 2 the reason. Anything else is passed over.
 */
export function refusedInProtobuf(body: Uint8Array): Refused | undefined {
  const partial = fieldsOf(body).get(1);
  if (!(partial instanceof Uint8Array)) return undefined;
  const fields = fieldsOf(partial);
  const items = fields.get(1) ?? 0;
  const reason = fields.get(2);
  return refused(
    typeof items === 'number' ? items : 0,
    reason instanceof Uint8Array ? Buffer.from(reason).toString() : '',
  );
}

function refused(items: number, reason: string): Refused | undefined {
  return items > 0 ? { items, reason: reason.slice(0, 200) } : undefined;
}

/** Numbers and byte fields of a message, the last of each; what is no message gives what could be read. */
function fieldsOf(bytes: Uint8Array): Map<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 0x80) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) fields.set(tag >>> 3, varint());
    else if (wire === 2) {
      const length = varint();
      fields.set(tag >>> 3, bytes.subarray(at, at + length));
      at += length;
    } else return fields;
  }
  return fields;
}
