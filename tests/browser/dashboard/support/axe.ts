import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const script = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly violations: ReadonlyArray<{
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary?: string }>;
  }>;
}

interface Globals {
  readonly axe?: { run(root: unknown, options: object): Promise<Found> };
}

const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/** What axe-core finds on a page: what must be mended, and what else there is. */
export async function axeOn(page: Page): Promise<{ grave: string[]; other: string[] }> {
  // By the debugger, which the content policy of the page does not hold back.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(script);
  const { violations } = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as Globals;
    return axe ? axe.run(document, given) : { violations: [] };
  }, options);
  const told = violations.map(({ id, impact, nodes }) => ({
    isGrave: impact === 'serious' || impact === 'critical',
    text: `${impact} ${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`,
  }));
  return {
    grave: told.filter(({ isGrave }) => isGrave).map(({ text }) => text),
    other: told.filter(({ isGrave }) => !isGrave).map(({ text }) => text),
  };
}
