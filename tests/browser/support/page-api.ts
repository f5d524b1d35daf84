import type { Page } from 'playwright-core';

interface Globals {
  readonly Analytics: {
    track(event: string, properties?: object): unknown;
    flush(): Promise<void>;
    status(): Record<string, unknown>;
    user(): { id(): string | undefined; anonymousId(): string };
  };
}

/** Lets the app in the page track something. */
export function track(page: Page, event: string, properties: object = {}): Promise<unknown> {
  return page.evaluate(
    ([name, given]) => {
      (globalThis as unknown as Globals).Analytics.track(name, given);
    },
    [event, properties] as const,
  );
}

export function flush(page: Page): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as Globals).Analytics.flush());
}

/** `Analytics.status()` of the page. */
export function status(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(() => (globalThis as unknown as Globals).Analytics.status());
}

/** Who the page takes the person for. */
export function user(page: Page): Promise<{ id: string | undefined; anonymousId: string }> {
  return page.evaluate(() => {
    const known = (globalThis as unknown as Globals).Analytics.user();
    return { id: known.id(), anonymousId: known.anonymousId() };
  });
}
