import { isbot } from 'isbot';

/** `flag`: marked in `context.bot`, which reports leave out; `drop`: not stored; `ignore`: not looked for. */
export type BotPolicy = 'flag' | 'drop' | 'ignore';

const longest = 1_000;

/**
 * Whether a browser is a crawler, a monitor or headless, by its `User-Agent`:
 * the event's own or, where it has none, the request's. Of requests only what
 * calls itself a browser counts: a server's library is no person's browser, and
 * no bot for that.
 */
export function isBot(ofEvent: unknown, ofRequest: string | undefined): boolean {
  if (typeof ofEvent === 'string') return ofEvent !== '' && isbot(ofEvent.slice(0, longest));
  return ofRequest?.startsWith('Mozilla/') === true && isbot(ofRequest.slice(0, longest));
}
