import type { EventContext } from '../../common/analytics/event';
import { redactUrl } from '../../common/analytics/redact-url';
import { version } from '../../common/version';
import type { Browser } from './browser';

/** What never changes while a page lives. */
export function browserContext(browser: Browser): EventContext {
  const { document, navigator, screen, devicePixelRatio } = browser;
  const { referrer } = document;
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
    referrer: referrer ? { url: redactUrl(referrer) } : undefined,
    locale: language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent,
    userAgentData,
    screen: screen && { width: screen.width, height: screen.height, density: devicePixelRatio },
    network: connection && { effectiveType: connection.effectiveType },
    bot: webdriver || undefined,
  } as EventContext;
}
