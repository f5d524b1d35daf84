import type { Sink } from '../../../common/sink';
import { answerOf, countIn } from './answer-of';
import { below } from './below';
import { envelopeDestination } from './envelope';
import { createForwarder, type ForwarderOptions } from './forwarder';

export interface JitsuOptions extends ForwarderOptions {
  /** `keyId:secret`, as Jitsu shows it. */
  readonly writeKey: string;
  /** Where `/v1/batch` is. */
  readonly url: string;
}

/**
 * Forwards events to a stream of Jitsu. It answers 200 in any case and says
 * how many it took; the others have been put aside there, so none comes again.
 * https://github.com/jitsucom/jitsu/blob/newjitsu/bulker/ingest/router_batch_handler.go
 */
export function jitsuForwarder({ url, writeKey, ...options }: JitsuOptions): Sink {
  const access = { url: below(url, 'v1/batch'), headers: { 'x-write-key': writeKey } };
  const destination = envelopeDestination(
    {
      name: 'jitsu',
      title: 'Jitsu',
      refusedOf(answer) {
        const { ok, receivedEvents, okEvents, deduplicatedEvents } = answerOf(answer);
        if (ok !== false) return 0;
        return countIn(receivedEvents) - countIn(okEvents) - countIn(deduplicatedEvents);
      },
    },
    access,
  );
  return createForwarder(destination, options);
}
