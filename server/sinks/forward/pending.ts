import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { Sliced } from '../../../common/in-slices';
import { bytesOf, type Chunk, createChunks, itemLimit } from './chunks';
import type { Destination } from './destination';
import { mayForward } from './may-forward';
import { withoutSession } from './without-session';

/** What is left to send of one batch; what was taken is not in it any more. */
export interface Pending {
  readonly chunks: Chunk[];
  /** Events the destination was to be given. */
  readonly events: number;
  /** Of these, what was refused for good. */
  refused: number;
  /** Why, the first time. */
  reason: string | undefined;
  /** How often chunks may still be halved. */
  halvings: number;
}

const mostHalvings = 64;

/** Writes the events of a batch as the destination wants them. Can pause after each. */
export function* preparePending(
  events: readonly AnalyticsEvent[],
  destination: Destination,
  { consent, wallNow }: { readonly consent: string; readonly wallNow: number },
): Sliced<Pending> {
  const chunks = createChunks(destination);
  let asked = 0;
  let refused = 0;
  for (const event of destination.inOrderOfTime ? oldestFirst(events) : events) {
    yield;
    if (!mayForward(event, destination, consent)) continue;
    const item = encoded(event, destination, wallNow);
    if (item === undefined) continue;
    asked++;
    if (item === 'refused' || bytesOf(item.text) > itemLimit(destination)) refused++;
    else chunks.add(item);
  }
  const { title } = destination;
  const reason = refused > 0 ? `${refused} events are not what ${title} takes` : undefined;
  return { chunks: chunks.take(), events: asked, refused, reason, halvings: mostHalvings };
}

/** One event that cannot be written must not take the others with it. */
function encoded(event: AnalyticsEvent, destination: Destination, wallNow: number) {
  try {
    return destination.encode(withoutSession(event), wallNow);
  } catch {
    return 'refused';
  }
}

const oldestFirst = (events: readonly AnalyticsEvent[]) =>
  [...events].sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
