const kib = 1024;
const hour = 60 * 60_000;

/** What the collector takes at most. Sizes are bytes of UTF-8; 1 kB is 1,024 bytes, as Segment's clients count. */
export const limits = {
  /** Of a body as it is sent. */
  bodyBytes: 500 * kib,
  /** Of a body once it is inflated. */
  inflatedBytes: 2_000 * kib,
  /** Of all bodies that are being read, together. */
  heldBytes: 64 * 1024 * kib,
  /** Events of a batch. */
  events: 2_500,
  /** Of one event, as JSON. */
  eventBytes: 32 * kib,
  /** Objects and lists within each other, in properties, traits, context or integrations. */
  depth: 20,
  /** Values in one event, objects and lists included. */
  values: 2_000,
  /** Characters of ids: of users, groups, visits. */
  id: 256,
  /** Characters of a `messageId`. */
  messageId: 99,
  /** How far back of, and ahead of, the collector's clock an event may be. */
  pastMs: 30 * 24 * hour,
  futureMs: 24 * hour,
  /** Addresses, and DDP sessions, that something is remembered of. */
  remembered: 10_000,
  /** How long a body may take to arrive. */
  bodyMs: 10_000,
} as const;
