import type { Browser } from 'playwright-core';
import { chromiumPath, hasChromium, launchChromium } from './launch-chromium';

let whole: Promise<Browser> | undefined;
let light: Promise<Browser> | undefined;

/** Chromium as people have it, started by whoever asks first and ended with the tests. */
export function theBrowser(): Promise<Browser> {
  whole ??= launchChromium();
  return whole;
}

/** The same for who only looks at pages. */
export function theLightBrowser(): Promise<Browser> {
  light ??= launchChromium({ light: true });
  return light;
}

/** Describes what takes a browser; says so where there is none, and skips it. */
export function describeInChromium(title: string, define: () => void): void {
  if (!hasChromium) {
    process.stdout.write(
      `Skipped: ${title}, in a browser. There is no Chromium at ${chromiumPath}; CHROMIUM_PATH names another place.\n`,
    );
  }
  (hasChromium ? describe : describe.skip)(title, function () {
    this.timeout(60_000);
    define();
  });
}

after(async () => {
  for (const launched of [whole, light]) await (await launched?.catch(() => undefined))?.close();
});
