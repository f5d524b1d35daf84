import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Batch } from '../../common/batch';
import { startKept } from '../browser/dashboard/support/kept-app';
import { screens } from '../browser/dashboard/support/screens';
import { launchChromium } from '../browser/support/launch-chromium';
import { aBatch } from '../support/a-batch';
import { readRecording, recordTraffic } from './record-traffic';
import { repeated } from './repeated';
import { toldAlerts } from './told-alerts';
import { toldPeople } from './told-people';

/**
 * `npm run screenshots`: every screen in both themes, with the traffic of two releases of the
 * example app, of which the newer one has a guilty observer. What was recorded is kept in
 * node_modules/.cache, so that pictures change with the dashboard only; `--record` records anew.
 * Names of screens, as in their addresses, make those pictures alone.
 */
const root = join(__dirname, '../..');
const kept = join(root, 'node_modules/.cache/radiant/screenshots');
const out = join(root, 'docs/images');

const RECORDED_SECONDS = 60;
const minute = 60_000;
/** All pictures are of this moment. */
const now = Date.UTC(2026, 10, 28, 14, 30);
const range = 'range=1h';

/** What is picked where a screen shows more of what is picked. */
const addresses: Readonly<Record<string, string>> = {
  methods: `methods?${range}&name=reports.build`,
};

const names = process.argv.slice(2).filter((one) => !one.startsWith('--'));
const wanted = screens.filter(({ name }) => names.length === 0 || names.includes(name));

async function main(): Promise<void> {
  const startedAt = Date.now();
  const app = await startKept(await theHistory(), { now: () => now });
  const browser = await launchChromium();
  await mkdir(out, { recursive: true });
  const paths: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      ...{ colorScheme: theme, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' },
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(now);
    await page.route('**/api/v1/alerts', (route) => route.fulfill({ json: toldAlerts(now) }));
    for (const { name } of wanted) {
      const path = join(out, `${name || 'overview'}-${theme}.png`);
      await page.goto(`${app.url}/${addresses[name] ?? `${name}?${range}`}`);
      await settled(page);
      await page.screenshot({ path, animations: 'disabled' });
      paths.push(path);
    }
    await context.close();
  }
  await browser.close();
  await app.close();
  quantize(paths);
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  process.stdout.write(`${paths.length} pictures, ${bytes} bytes, in ${seconds} s\n`);
}

/** With pngquant (a package of Debian's) pictures are a third as large; they do without it. */
function quantize(paths: readonly string[]): void {
  const { error } = spawnSync('pngquant', ['--force', '--ext', '.png', '--strip', ...paths]);
  if (error) process.stdout.write('There is no pngquant here: the pictures stay large.\n');
}

/** An hour in which the newer release came 25 minutes before its end. */
async function theHistory(): Promise<readonly Batch[]> {
  const older = await recorded('older', 'healthy', '1.4.0');
  const newer = await recorded('newer', 'guilty', '1.5.0');
  const [from, cameAt] = [now - 70 * minute, now - 25 * minute];
  const people = aBatch({
    from,
    to: from + 10_000,
    events: toldPeople({ from: now - 360 * minute, to: now }),
  });
  const batches = [
    ...repeated(older, { from, to: now - 5 * minute, instance: 'kestrel' }),
    ...repeated(older, { from, to: cameAt, instance: 'merlin' }),
    ...repeated(newer, { from: cameAt, to: now, instance: 'osprey' }),
    { ...people, resource: older[0]?.resource ?? people.resource },
  ];
  return batches.sort((a, b) => a.from - b.from);
}

async function recorded(
  name: string,
  scenario: 'healthy' | 'guilty',
  release: string,
): Promise<readonly Batch[]> {
  const path = join(kept, `${name}.ndjson`);
  if (existsSync(path) && !process.argv.includes('--record')) return readRecording(path);
  return recordTraffic({ scenario, release, path, seconds: RECORDED_SECONDS });
}

/** Waits until nothing is loaded or drawn any longer. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
