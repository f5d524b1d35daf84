import type { Page } from 'playwright-core';

/** What a page did while something happened. */
export interface Work {
  /** CPU time of its main thread. */
  readonly cpuMs: number;
  /** CPU time of the longest single task of it, in which no frame can be drawn. */
  readonly longestMs: number;
  /** The longest time between two frames, by the clock: what others do on the machine is in it. */
  readonly frameMs: number;
  /** From beginning to end, by the clock. */
  readonly wallMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time of the thread, in microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

interface Frames {
  readonly frameTimes?: number[];
}

/** Does something with a page, and measures what the page does meanwhile. */
export async function workOf(page: Page, act: () => Promise<unknown>): Promise<Work> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser');
  await browser.startTracing(page, {
    categories: ['toplevel', 'disabled-by-default-devtools.timeline'],
  });
  let wallMs = 0;
  let frames: readonly number[] = [];
  let recorded = Buffer.of();
  try {
    await page.evaluate(countFrames);
    const startedAt = performance.now();
    await act();
    wallMs = performance.now() - startedAt;
    // None where the page is another one by now.
    frames = await page.evaluate(() => (globalThis as unknown as Frames).frameTimes ?? []);
  } finally {
    recorded = await browser.stopTracing();
  }
  const trace = JSON.parse(recorded.toString('utf8'));
  const tasks = mainThreadTasks(trace.traceEvents);
  return {
    cpuMs: tasks.reduce((sum, ms) => sum + ms, 0),
    longestMs: Math.max(0, ...tasks),
    frameMs: Math.max(0, ...frames),
    wallMs,
  };
}

/** For the output of the tests. */
export function workText({ cpuMs, longestMs, frameMs, wallMs }: Work): string {
  const [cpu, longest, frame, wall] = [cpuMs, longestMs, frameMs, wallMs].map((ms) =>
    ms.toFixed(0),
  );
  return `${cpu} ms CPU, longest task ${longest} ms CPU, longest frame ${frame} ms, ${wall} ms in all`;
}

/** As text, as what compiles the tests would add names that pages do not know. */
const countFrames = `
  globalThis.frameTimes = [];
  globalThis.lastFrame = performance.now();
  requestAnimationFrame(function next(now) {
    globalThis.frameTimes.push(now - globalThis.lastFrame);
    globalThis.lastFrame = now;
    if (globalThis.frameTimes.length < 5_000) requestAnimationFrame(next);
  });
`;

/** CPU milliseconds of each task of the thread that pages are drawn by, of the busiest process of pages. */
function mainThreadTasks(events: readonly TraceEvent[]): readonly number[] {
  const mains = new Map<string, number[]>();
  for (const { name, ph, pid, tid, args } of events) {
    if (ph === 'M' && name === 'thread_name' && args.name === 'CrRendererMain') {
      mains.set(`${pid} ${tid}`, []);
    }
  }
  for (const { name, ph, pid, tid, tdur } of events) {
    if (ph === 'X' && tdur !== undefined && /RunTask$/.test(name)) {
      mains.get(`${pid} ${tid}`)?.push(tdur / 1_000);
    }
  }
  const sum = (all: readonly number[]) => all.reduce((total, ms) => total + ms, 0);
  return [...mains.values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
}
