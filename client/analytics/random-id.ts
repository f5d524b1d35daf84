import type { Browser } from './browser';

/** A new id. `randomUUID` exists on secure origins only; elsewhere it is as many random digits. */
export function randomId({ crypto }: Browser): string {
  return crypto.randomUUID
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        (byte + 256).toString(16).slice(1),
      ).join('');
}
