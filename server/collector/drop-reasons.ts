/**
 * Why the collector did not store an event, as `collector.drops` counts it. A
 * closed set.
 *
 * - `no-event`: not an object.
 * - `type`: none of the known types.
 * - `id`: no `userId` or `anonymousId`, or one that is no string of 1 to 256 characters.
 * - `message-id`: no string of 1 to 99 characters.
 * - `event-name`, `group-id`, `previous-id`: what its type needs is missing or no text.
 * - `fields`: `properties`, `traits`, `context` or `integrations` is no object.
 * - `too-large`: over 32 kB.
 * - `too-deep`, `too-many-values`: nested deeper, or more of them, than is taken.
 * - `write-key`: one of its own that is not known.
 * - `duplicate`: it came before; to its sender, a success.
 * - `consent`: every category is refused.
 * - `gpc`: the browser asks not to be tracked, and nothing was granted.
 * - `bot`: of a bot, where those are dropped.
 * - `timings`: figures of a client, of which nothing could be used.
 * - `no-room`: the pipeline was full; clients are told to send it again, events of the server are lost.
 * - `keys`: no event, but keys that were left out of events.
 * - `series`: no event, but figures of clients that were left out.
 */
export const collectorDrops = [
  'no-event',
  'type',
  'id',
  'message-id',
  'event-name',
  'group-id',
  'previous-id',
  'fields',
  'too-large',
  'too-deep',
  'too-many-values',
  'write-key',
  'duplicate',
  'consent',
  'gpc',
  'bot',
  'timings',
  'no-room',
  'keys',
  'series',
] as const;

export type CollectorDrop = (typeof collectorDrops)[number];
