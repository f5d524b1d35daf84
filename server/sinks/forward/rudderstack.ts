import type { Sink } from '../../../common/sink';
import { below } from './below';
import { basic, envelopeDestination } from './envelope';
import { createForwarder, type ForwarderOptions } from './forwarder';

export interface RudderstackOptions extends ForwarderOptions {
  readonly writeKey: string;
  /** The data plane, where `/v1/batch` is. */
  readonly url: string;
}

/** Forwards events to a source of RudderStack. https://www.rudderstack.com/docs/api/http-api/ */
export function rudderstackForwarder({ url, writeKey, ...options }: RudderstackOptions): Sink {
  const access = { url: below(url, 'v1/batch'), headers: { authorization: basic(writeKey) } };
  const destination = envelopeDestination({ name: 'rudderstack', title: 'RudderStack' }, access);
  return createForwarder(destination, options);
}
