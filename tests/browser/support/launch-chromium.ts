import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const LAUNCH_MS = 30_000;

/** Where Chromium is looked for. */
export const chromiumPath = process.env.RADIANT_CHROMIUM ?? '/usr/bin/chromium';

export const hasChromium = existsSync(chromiumPath);

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

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args,
    // Pages that are left are kept, as they are for people.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    timeout: LAUNCH_MS,
  });
}
