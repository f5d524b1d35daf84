import type { Options } from '../common/options';
import type { ChosenSinks } from './choose-sinks';
import { eventSinksOf } from './event-sinks';
import {
  createEventBuffer,
  type EventBuffer,
  type EventBufferOptions,
} from './pipeline/events/event-buffer';
import type { Outbox } from './pipeline/outbox';

export interface AgentEventsParts extends Pick<EventBufferOptions, 'record' | 'closeEarly'> {
  readonly options: Pick<Options, 'outboxBytes'>;
  readonly sinks: ChosenSinks;
  /** Asked for when the first event comes. */
  readonly outbox: () => Pick<Outbox, 'hasRoom'>;
}

/**
 * The analytics events of an agent. A batch of them takes about an eighth of
 * what may wait for a sink, and never more than a quarter.
 */
export function createAgentEvents(parts: AgentEventsParts): EventBuffer {
  const { options, sinks, outbox, ...rest } = parts;
  const eventSinks = eventSinksOf(sinks);
  return createEventBuffer({
    earlyBytes: options.outboxBytes / 8,
    limitBytes: options.outboxBytes / 4,
    hasRoom: (bytes) => outbox().hasRoom(bytes, eventSinks),
    ...rest,
  });
}
