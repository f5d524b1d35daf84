import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const path = process.env.RADIANT_CHROMIUM ?? '/usr/bin/chromium';
const isThere = existsSync(path);
const LAUNCH_MS = 30_000;

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Else the pages know that nobody sits before them, and so does the collector.
  '--disable-blink-features=AutomationControlled',
];

let launched: Promise<Browser> | undefined;

/** Chromium, started by whoever asks first and ended with the tests. */
export function theBrowser(): Promise<Browser> {
  launched ??= chromium.launch({
    executablePath: path,
    args,
    // Pages that are left are kept, as they are for people.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    timeout: LAUNCH_MS,
  });
  return launched;
}

/** Describes what takes a browser; says so where there is none, and skips it. */
export function describeInChromium(title: string, define: () => void): void {
  if (!isThere) {
    process.stdout.write(
      `Skipped: ${title}, in a browser. There is no Chromium at ${path}; RADIANT_CHROMIUM names another place.\n`,
    );
  }
  (isThere ? describe : describe.skip)(title, function () {
    this.timeout(60_000);
    define();
  });
}

after(async () => {
  await (await launched?.catch(() => undefined))?.close();
});
