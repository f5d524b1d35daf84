const ROUNDS = 64;

/** SHA-256 of the UTF-8 of a text, as lower-case hex: at once, as `accounts-password` needs it. */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text));
  let state = constants(8, 1 / 2);
  for (let at = 0; at < words.length; at += 16) state = block(state, words.slice(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const K = constants(ROUNDS, 1 / 3);

/** The first 32 bits of the fractions of roots of the first primes. */
function constants(count: number, exponent: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map((prime) => ((prime ** exponent % 1) * 2 ** 32) | 0);
}

function padded(bytes: Uint8Array): number[] {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const buffer = new Uint8Array(length);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, (bytes.length * 8) >>> 0);
  return Array.from({ length: length / 4 }, (_, index) => view.getUint32(index * 4));
}

function block(state: readonly number[], words: readonly number[]): number[] {
  const schedule = [...words];
  const at = (index: number) => schedule[index] ?? 0;
  for (let index = 16; index < ROUNDS; index += 1) {
    const old = at(index - 15);
    const recent = at(index - 2);
    const s0 = rotate(old, 7) ^ rotate(old, 18) ^ (old >>> 3);
    const s1 = rotate(recent, 17) ^ rotate(recent, 19) ^ (recent >>> 10);
    schedule.push((at(index - 16) + s0 + at(index - 7) + s1) | 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < ROUNDS; round += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (K[round] ?? 0) + at(round)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (state[index] ?? 0)) | 0);
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
