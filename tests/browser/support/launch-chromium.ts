import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const LAUNCH_MS = 30_000;

/** Where Chromium is looked for. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Without windows, which nobody sees, a page takes half the CPU time; nor does it keep pages that are left. */
const shellPath = '/usr/bin/chromium-headless-shell';

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

export interface LaunchOptions {
  /** Whether it may be the one without windows, where that is installed. */
  readonly light?: boolean;
}

export function launchChromium({ light = false }: LaunchOptions = {}): Promise<Browser> {
  const isShell = light && process.env.CHROMIUM_PATH === undefined && existsSync(shellPath);
  return chromium.launch({
    executablePath: isShell ? shellPath : chromiumPath,
    args,
    // Pages that are left are kept, as they are for people.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    timeout: LAUNCH_MS,
  });
}
