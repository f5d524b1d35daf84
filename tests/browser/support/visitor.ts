import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { timingsEvent } from '../../../common/analytics/timings';
import { theBrowser } from './chromium';
import type { MadeEvent } from './observer-package';
import type { TestedApp } from './tested-app';

/** One person with a browser of their own: cookies, storage, and the tabs that are open. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Events that their pages queued, as they came to know of it. */
  readonly made: readonly MadeEvent[];
  /** Ids of those that the collector keeps: all but the timings of calls, which become metrics. */
  ids(): readonly string[];
  /** What pages threw and did not catch. */
  readonly errors: readonly string[];
  /** Opens a tab at a path of the app, and waits until it is connected. */
  open(path?: string): Promise<Page>;
  /** Adds to `made` what pages queued when they were ending. */
  catchUp(): Promise<void>;
  leave(): Promise<void>;
}

const PERSON =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

export async function aVisitor(
  app: TestedApp,
  options: BrowserContextOptions & { readonly script?: string } = {},
): Promise<Visitor> {
  const { script, ...given } = options;
  const browser = await theBrowser();
  const context = await browser.newContext({ userAgent: PERSON, ...given });
  const made: MadeEvent[] = [];
  const errors: string[] = [];
  await context.exposeBinding('noteEvent', (_source, event: MadeEvent) => {
    made.push(event);
  });
  if (script) await context.addInitScript(script);
  context.on('weberror', (error) => errors.push(String(error.error())));

  return {
    context,
    made,
    ids: () => made.filter(({ event }) => event !== timingsEvent).map(({ messageId }) => messageId),
    errors,
    async open(path = '/') {
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await page.goto(app.url + path);
      await connected(page);
      return page;
    },
    async catchUp() {
      const page = await context.newPage();
      await page.goto(`${app.url}/go-nowhere`);
      const written = await page.evaluate(readMade);
      const known = new Set(made.map(({ messageId }) => messageId));
      const events = written
        .split('\n')
        .filter(Boolean)
        .map((line): MadeEvent => JSON.parse(line));
      made.push(...events.filter(({ messageId }) => !known.has(messageId)));
      await page.close();
    },
    leave: () => context.close(),
  };
}

/** Waits until the page has its session, and what it subscribes to. */
export function connected(page: Page): Promise<unknown> {
  return page.waitForFunction(() => {
    const { Package } = globalThis as unknown as {
      Package?: { ddp?: { DDP: { _allSubscriptionsReady(): boolean } } };
    };
    return Package?.ddp?.DDP._allSubscriptionsReady();
  });
}

/** What the observer wrote down; nothing where a test took the storage away. */
function readMade(): string {
  try {
    return localStorage.getItem('made') ?? '';
  } catch {
    return '';
  }
}
