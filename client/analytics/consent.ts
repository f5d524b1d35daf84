import type { Browser } from './browser';
import type { AnalyticsSettings } from './settings';

/**
 * What the browser asks for: `denied`, or `private`, which is to keep events
 * here and store no id. https://globalprivacycontrol.github.io/gpc-spec/
 */
export function wishOf({ navigator }: Browser, { respect }: AnalyticsSettings) {
  const { globalPrivacyControl, doNotTrack } = navigator as {
    globalPrivacyControl?: boolean;
    doNotTrack?: string;
  };
  const { gpc, dnt } = respect || {};
  if (globalPrivacyControl && gpc !== false) return gpc === 'no-forwarding' ? 'private' : 'denied';
  return doNotTrack === '1' && dnt !== false ? 'denied' : undefined;
}
