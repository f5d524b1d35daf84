import type { Browser } from 'playwright-core';
import { chromiumPath, hasChromium, launchChromium } from './launch-chromium';

let launched: Promise<Browser> | undefined;

/** Chromium, started by whoever asks first and ended with the tests. */
export function theBrowser(): Promise<Browser> {
  launched ??= launchChromium();
  return launched;
}

/** Describes what takes a browser; says so where there is none, and skips it. */
export function describeInChromium(title: string, define: () => void): void {
  if (!hasChromium) {
    process.stdout.write(
      `Skipped: ${title}, in a browser. There is no Chromium at ${chromiumPath}; RADIANT_CHROMIUM names another place.\n`,
    );
  }
  (hasChromium ? describe : describe.skip)(title, function () {
    this.timeout(60_000);
    define();
  });
}

after(async () => {
  await (await launched?.catch(() => undefined))?.close();
});
