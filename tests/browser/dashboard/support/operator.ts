import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import { theLightBrowser } from '../../support/chromium';

/** Who looks at the dashboard: a browser with one tab, and what went wrong in it. */
export interface Operator {
  readonly page: Page;
  /** Goes to a screen by its address, such as `methods?range=15m`, and waits until it shows what there is. */
  open(address?: string): Promise<void>;
  /** Waits until nothing is asked or awaited any longer. */
  settled(): Promise<void>;
  /** What the screen says, as it is seen. */
  read(): Promise<string>;
  /** Requests to the query API since the last look. */
  asked(): readonly string[];
  /** What no operator should meet, since the last look: errors of the console, refused requests, and what the content policy stopped. */
  troubles(): readonly string[];
  /** Drags with the mouse over a chart, from one part of its width to another. */
  dragOver(chart: RegExp, from: number, to: number): Promise<void>;
  leave(): Promise<void>;
}

const QUIET_MS = 120;
const SETTLE_MS = 15_000;

export async function anOperator(
  url: string,
  options: BrowserContextOptions = {},
): Promise<Operator> {
  const browser = await theLightBrowser();
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  let asked: string[] = [];
  let troubles: string[] = [];
  const open = new Set<Request>();
  let changedAt = Date.now();

  const ended = (request: Request) => {
    open.delete(request);
    changedAt = Date.now();
  };
  page.on('request', (request) => {
    changedAt = Date.now();
    // Chromium does not always say that it has the icon, after a reload.
    if (!request.url().endsWith('/icon.svg')) open.add(request);
    if (request.url().includes('/api/')) asked.push(request.url().replace(url, ''));
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', (request) => {
    ended(request);
    const reason = request.failure()?.errorText ?? '';
    if (!reason.includes('ERR_ABORTED')) troubles.push(`${reason}: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.stack ?? error.message}`));
  await page.exposeFunction('tellViolation', (text: string) => {
    troubles.push(`content policy: ${text}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI } = event;
      (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });

  async function settled(): Promise<void> {
    const deadline = Date.now() + SETTLE_MS;
    for (;;) {
      const isBusy = await page.locator('[aria-busy="true"]').count();
      if (!isBusy && open.size === 0 && Date.now() - changedAt > QUIET_MS) return;
      if (Date.now() > deadline) {
        throw new Error(`${page.url()} does not come to rest: ${[...open].map((r) => r.url())}`);
      }
      await page.waitForTimeout(QUIET_MS / 4);
    }
  }

  return {
    page,
    async open(address = '') {
      await page.goto(`${url}/${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled();
    },
    settled,
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
    read: () => page.getByRole('main').innerText(),
    asked: () => taken(asked, () => (asked = [])),
    troubles: () => taken(troubles, () => (troubles = [])),
    async dragOver(name, from, to) {
      const chart = page.getByRole('img', { name });
      await chart.scrollIntoViewIfNeeded();
      const box = await chart.boundingBox();
      if (!box) throw new Error(`${name} is not seen`);
      const y = box.y + box.height / 3;
      await page.mouse.move(box.x + box.width * from, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to, y, { steps: 20 });
      await page.mouse.up();
    },
    leave: () => context.close(),
  };
}

function taken(list: readonly string[], empty: () => unknown): readonly string[] {
  empty();
  return list;
}
