import { cut } from '../query-text';
import { maskMessage } from './mask-message';
import { shapeOfValue } from './shape-of';

const limit = 1_000;
const valueLimit = 20;

/**
 * What was logged as one line without secrets, at most 1,000 characters: text
 * masked, errors by name and masked message, objects by their shape. Costs no
 * more for large ones; no getter and no `toString` of the app's runs, but for
 * those errors have.
 */
export function lineOf(values: ArrayLike<unknown>): string {
  const texts: string[] = [];
  let left = limit;
  const count = Math.min(values.length, valueLimit);
  for (let at = 0; at < count && left > 0; at++) {
    const text = textOf(values[at], left);
    texts.push(text);
    left -= text.length + 1;
  }
  return cut(texts.join(' '), limit);
}

function textOf(value: unknown, left: number): string {
  if (typeof value === 'string') return maskMessage(value, left);
  if (typeof value === 'number' || typeof value === 'bigint') return '<n>';
  if (typeof value === 'boolean' || value === undefined || value === null) return String(value);
  return errorText(value, left) ?? shapeOfValue(value);
}

function errorText(error: unknown, left: number): string | undefined {
  try {
    if (!(error instanceof Error)) return undefined;
    const { name, message } = error;
    if (typeof message !== 'string') return undefined;
    return `${maskMessage(String(name), 60)}: ${maskMessage(message, left)}`;
  } catch {
    return undefined; // a Proxy, or a getter
  }
}
