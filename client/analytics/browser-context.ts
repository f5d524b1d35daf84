import type { EventContext, JsonObject } from '../../common/analytics/event';
import { version } from '../../common/version';
import type { Browser } from './browser';

/** What never changes while a page lives. */
export function browserContext({ navigator, screen, devicePixelRatio }: Browser): EventContext {
  const { connection, userAgentData } = navigator as {
    connection?: { effectiveType?: string };
    userAgentData?: { brands?: JsonObject[]; mobile?: boolean; platform?: string };
  };
  return {
    library: { name: 'radiant', version },
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: navigator.userAgent,
    userAgentData: userAgentData && {
      brands: userAgentData.brands,
      mobile: userAgentData.mobile,
      platform: userAgentData.platform,
    },
    screen: screen && { width: screen.width, height: screen.height, density: devicePixelRatio },
    network: connection && { effectiveType: connection.effectiveType },
    bot: navigator.webdriver || undefined,
  } as EventContext;
}
