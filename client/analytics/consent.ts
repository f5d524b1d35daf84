import type { Browser } from './browser';
import type { AnalyticsSettings, ConsentState } from './settings';

/** What holds before the app says anything: the browser's wish goes before the settings. */
export function initialConsent({ navigator }: Browser, settings: AnalyticsSettings): ConsentState {
  const { gpc, dnt } = settings.respect || {};
  const asked = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string };
  const denied =
    (asked.globalPrivacyControl && gpc !== false && gpc !== 'no-forwarding') ||
    (asked.doNotTrack === '1' && dnt !== false);
  return denied ? 'denied' : settings.consent || 'granted';
}

/** Whether the browser's wish is met by keeping events here, without a stored id. */
export function withoutIds({ navigator }: Browser, { respect }: AnalyticsSettings): boolean {
  const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean };
  return !!globalPrivacyControl && respect?.gpc === 'no-forwarding';
}
