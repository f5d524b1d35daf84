import { createHash } from 'node:crypto';

/** So many hexadecimal digits that are the same for the same text, and tell nothing of it. */
export function hexOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The text itself where it is a UUID, else one of version 8 (RFC 9562: made by ourselves) that is always the same for it. */
export function uuidOf(text: string): string {
  return uuid.test(text) ? text.toLowerCase() : dashed(hexOf(text, 32), '8');
}

/** A UUID of version 7 for something that began at this time, epoch ms, and is always the same for it. */
export function timedUuidOf(text: string, at: number): string {
  const time = Math.floor(at).toString(16).padStart(12, '0').slice(-12);
  return dashed(time + hexOf(text, 20), '7');
}

function dashed(hex: string, version: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    version + hex.slice(13, 16),
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
