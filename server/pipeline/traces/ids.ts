/** Makes the ids of W3C Trace Context, in lower-case hexadecimal digits. */
export interface Ids {
  /** 32 digits. */
  trace(): string;
  /** 16 digits. */
  span(): string;
}

const poolBytes = 4096;

/** `fill` fills the bytes it is given at random; it is asked for many ids at once. */
export function createIds(fill: (bytes: Uint8Array) => void): Ids {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;

  function take(bytes: number): string {
    if (used + bytes > poolBytes) {
      fill(pool);
      used = 0;
    }
    used += bytes;
    return pool.toString('hex', used - bytes, used);
  }

  return { trace: () => take(16), span: () => take(8) };
}
