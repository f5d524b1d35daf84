/** Writes numbers into bytes, whole ones in as few as they need. Reusable: `take` starts anew. */
export class ByteWriter {
  private bytes = Buffer.allocUnsafeSlow(64 * 1024);
  /** Bytes written; may be set back. */
  at = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.at++] = rest;
  }

  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(value: number): void {
    this.reserve(8);
    this.at = this.bytes.writeDoubleLE(value, this.at);
  }

  /** Leaves room for the length, below 2^16, of what comes next; call the result behind it. */
  length16(): () => void {
    this.reserve(2);
    const start = this.at;
    this.at += 2;
    return () => {
      this.bytes.writeUInt16LE(this.at - start - 2, start);
    };
  }

  copy(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.bytes.set(from.subarray(start, end), this.at);
    this.at += end - start;
  }

  /** What was written, in memory of just that size. */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.at);
    this.bytes.copy(taken, 0, 0, this.at);
    this.at = 0;
    return taken;
  }

  /** The same, in `into` where that has room for it, else in twice the memory that is needed. */
  takeInto(into: Buffer): Buffer {
    const target = into.length < this.at ? Buffer.allocUnsafe(2 * this.at) : into;
    this.bytes.copy(target, 0, 0, this.at);
    this.at = 0;
    return target;
  }

  private reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + more));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
