import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import type { PageOptions } from '../../support/browser/fake-page';

/** An event as it is sent. */
export interface Sent {
  readonly [field: string]: unknown;
  readonly properties: Record<string, unknown>;
  readonly context: Record<string, Record<string, unknown>>;
}

/** A started client on a page of a fresh browser. */
export async function inPage(
  url: string,
  options: PageOptions = {},
  parts: Parameters<typeof startedClient>[1] = {},
) {
  const browser = fakeBrowser();
  const client = await startedClient(browser, { ...parts, page: browser.open(url, options) });
  return {
    browser,
    ...client,
    /** All events so far, as they are sent. */
    sent: () => {
      client.page.hide();
      const events = browser.network.requests.flatMap((request) => request.json().batch);
      client.page.show();
      return events as unknown as readonly Sent[];
    },
  };
}
