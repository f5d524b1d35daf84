import type { Sink } from '../../../common/sink';
import { answerOf, countIn } from './answer-of';
import { below } from './below';
import { createForwarder, type ForwarderOptions } from './forwarder';
import { matomoRequest } from './matomo-request';

export interface MatomoOptions extends ForwarderOptions {
  /** Where `matomo.php` is, or its own address. */
  readonly url: string;
  readonly siteId: number;
  /** `token_auth` of a user who may write; without it there are no addresses, and nothing that is older than a day. */
  readonly token?: string | undefined;
}

const oldestMs = 24 * 60 * 60_000;

/**
 * Forwards events to a site of Matomo by its bulk tracking. It takes all of a
 * request, less what it calls invalid, or (as it is set up unless someone
 * changed that) nothing. It knows no event again: an answer that got lost may
 * count events twice. https://developer.matomo.org/api-reference/tracking-api
 */
export function matomoForwarder({ url, siteId, token, ...options }: MatomoOptions): Sink {
  const target = url.endsWith('.php') ? url : below(url, 'matomo.php');
  const access = token === undefined ? '' : `,"token_auth":${JSON.stringify(token)}`;

  return createForwarder(
    {
      name: 'matomo',
      title: 'Matomo',
      maxItems: 200,
      maxBytes: 1_000_000,
      inOrderOfTime: true,
      encode(event, now) {
        const query = matomoRequest(event, { siteId, hasToken: token !== undefined });
        if (!query) return undefined;
        const isOld = now - Date.parse(event.timestamp) > oldestMs;
        if (isOld && token === undefined) return 'refused';
        return { text: JSON.stringify(`?${query}`) };
      },
      request: (texts) => ({
        url: target,
        headers: { 'content-type': 'application/json' },
        body: `{"requests":[${texts.join(',')}]${access}}`,
      }),
      refusedOf: (answer) => countIn(answerOf(answer).invalid),
    },
    options,
  );
}
