import type { Sink } from '../../../common/sink';
import { below } from './below';
import { basic, envelopeDestination } from './envelope';
import { createForwarder, type ForwarderOptions } from './forwarder';

export interface SegmentOptions extends ForwarderOptions {
  readonly writeKey: string;
  /** Where `/v1/batch` is. */
  readonly url: string;
}

/**
 * Forwards events to a source of Segment, which knows them again by their
 * `messageId`. https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */
export function segmentForwarder({ url, writeKey, ...options }: SegmentOptions): Sink {
  const access = { url: below(url, 'v1/batch'), headers: { authorization: basic(writeKey) } };
  const destination = envelopeDestination({ name: 'segment', title: 'Segment.io' }, access);
  return createForwarder(destination, options);
}
