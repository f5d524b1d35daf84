import type { EventContext } from '../../common/analytics/event';
import { version } from '../../common/version';
import type { Browser } from './browser';

/** What never changes while a page lives. */
export function browserContext({ navigator, screen, devicePixelRatio }: Browser): EventContext {
  const { connection, language, userAgent, userAgentData, webdriver } = navigator as {
    language?: string;
    userAgent?: string;
    webdriver?: boolean;
    connection?: { effectiveType?: string };
    /** Brands, platform and whether it is a mobile, as JSON. */
    userAgentData?: object;
  };
  return {
    library: { name: 'radiant', version },
    locale: language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent,
    userAgentData,
    screen: screen && { width: screen.width, height: screen.height, density: devicePixelRatio },
    network: connection && { effectiveType: connection.effectiveType },
    bot: webdriver || undefined,
  } as EventContext;
}
