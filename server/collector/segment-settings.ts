import type { EventType } from '../../common/analytics/event';
import { type Answer, answers } from './answers';

/**
 * What analytics-next asks its CDN for: where to send to (`apiHost`, of this
 * collector, where the app's own address is known), and a plan that lets
 * everything through. The shape is that of `CDNSettings` in
 * @segment/analytics-next.
 */
export function segmentSettings(writeKey: string, { knows, rootUrl, path }: SettingsParts): Answer {
  if (!knows(writeKey)) return answers.unknownKey;
  const place = rootUrl === undefined ? {} : placeOf(rootUrl, path);
  const segment = { apiKey: writeKey, ...place, addBundledMetadata: false };
  return {
    status: 200,
    body: JSON.stringify({ integrations: { 'Segment.io': segment }, plan }),
  };
}

export interface SettingsParts {
  readonly knows: (writeKey: string) => boolean;
  /** `ROOT_URL`, without a slash at its end. */
  readonly rootUrl: string | undefined;
  /** Of the collector, below it. */
  readonly path: string;
}

function placeOf(rootUrl: string, path: string) {
  const [protocol = 'https', rest = ''] = rootUrl.split('://');
  return { apiHost: `${rest}${path}/v1`, protocol };
}

const everything = { __default: { enabled: true, integrations: {} } };

const planned: readonly EventType[] = ['track', 'identify', 'group'];

const plan = Object.fromEntries(planned.map((type) => [type, everything]));
