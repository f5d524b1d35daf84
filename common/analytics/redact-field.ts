import { redactUrl } from './redact-url';
import { masked, secretNames } from './secret-names';

/**
 * A property, or a field of a page, as it may be kept: masked when its name is
 * one of a secret, as {@link redactUrl} has it when it holds a URL. A replacer
 * for `JSON.stringify`, which so redacts at every depth.
 */
export function redactField(name: string, value: unknown): unknown {
  if (secret.test(name)) return value && masked;
  return typeof value === 'string' && address.test(name) ? redactUrl(value) : value;
}

const secret = new RegExp(`^(?:${secretNames})$`, 'i');
const address = /^(?:url|href|path|search|referrer)$/i;
