import type { AnalyticsEvent, EventType } from '../../../common/analytics/event';
import { eventBytes } from '../../../common/record-bytes';
import type { MetricSample } from '../../../common/sample';

export interface EventBufferOptions {
  /** Beyond so many bytes the window is asked to close early. */
  readonly earlyBytes: number;
  /** So many bytes at most wait for their windows to close. */
  readonly limitBytes: number;
  /** Whether there is room for so many bytes of events where batches go. */
  readonly hasRoom: (bytes: number) => boolean;
  /** Asks for the window to be closed soon; once for each window. */
  readonly closeEarly: () => void;
  /** Counts what was taken. */
  readonly record: (sample: MetricSample) => void;
}

/**
 * The analytics events of a window. They are facts that people count, so none
 * is ever let go here: what there is no room for is not taken, and who sent it
 * is told so.
 */
export interface EventBuffer {
  /** Whether it was taken. */
  add(event: AnalyticsEvent): boolean;
  /** Ends the window: what was taken since the last call, in that order. */
  take(): readonly AnalyticsEvent[];
  /** Tells that what `take` gave waits in the outbox now, and takes up room there. */
  handedOver(events: readonly AnalyticsEvent[]): void;
  /** Takes nothing until the undo is called, by everyone who holds. */
  hold(): () => void;
}

export function createEventBuffer(options: EventBufferOptions): EventBuffer {
  const { earlyBytes, limitBytes, hasRoom, closeEarly, record } = options;
  let events: AnalyticsEvent[] = [];
  let bytes = 0;
  /** Of the window that is closing, too. */
  let waitingBytes = 0;
  let asked = false;
  let holds = 0;

  return {
    add(event) {
      const more = eventBytes(event);
      const after = waitingBytes + more;
      if (holds > 0 || after > limitBytes || !hasRoom(after)) return false;
      events.push(event);
      bytes += more;
      waitingBytes = after;
      record({ kind: 'metric', metric: 'analytics.events', dims: dimsOf[event.type], value: 1 });
      if (bytes > earlyBytes && !asked) {
        asked = true;
        closeEarly();
      }
      return true;
    },
    take() {
      const taken = events;
      events = [];
      bytes = 0;
      asked = false;
      return taken;
    },
    handedOver(given) {
      for (const event of given) waitingBytes -= eventBytes(event);
    },
    hold() {
      let held = true;
      holds++;
      return () => {
        if (held) holds--;
        held = false;
      };
    },
  };
}

const dimsOf: Readonly<Record<EventType, { readonly type: EventType }>> = {
  track: { type: 'track' },
  page: { type: 'page' },
  screen: { type: 'screen' },
  identify: { type: 'identify' },
  group: { type: 'group' },
  alias: { type: 'alias' },
};
