import type { Page } from 'playwright-core';

/** What a page did while something happened. */
export interface Work {
  /** CPU time of its main thread. */
  readonly cpuMs: number;
  /** The part of that after the last answer had come. */
  readonly cpuAfterAnswersMs: number;
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
  /** Microseconds. */
  readonly ts: number;
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
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  let wallMs = 0;
  let frames: readonly number[] = [];
  let recorded: Buffer = Buffer.of();
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
  const { tasks, answeredAt } = mainThread(trace.traceEvents);
  return {
    cpuMs: sumOf(tasks),
    cpuAfterAnswersMs: sumOf(tasks.filter(({ at }) => at >= answeredAt)),
    longestMs: tasks.reduce((longest, { cpuMs }) => Math.max(longest, cpuMs), 0),
    frameMs: Math.max(0, ...frames),
    wallMs,
  };
}

/** For the output of the tests. */
export function workText({ cpuMs, cpuAfterAnswersMs, longestMs, frameMs, wallMs }: Work): string {
  const times = [cpuMs, cpuAfterAnswersMs, longestMs, frameMs, wallMs];
  const [cpu, after, longest, frame, wall] = times.map((ms) => ms.toFixed(0));
  return `${cpu} ms CPU, ${after} of them after the answers, longest task ${longest} ms CPU, longest frame ${frame} ms, ${wall} ms in all`;
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

interface Task {
  readonly at: number;
  readonly cpuMs: number;
}

/** Tasks of the thread that pages are drawn by, of the busiest process of pages, and when its last answer came. */
function mainThread(events: readonly TraceEvent[]): { tasks: readonly Task[]; answeredAt: number } {
  const threads = new Map<string, { tasks: Task[]; answeredAt: number }>();
  for (const { name, ph, pid, tid, args } of events) {
    if (ph !== 'M' || name !== 'thread_name' || args.name !== 'CrRendererMain') continue;
    threads.set(`${pid} ${tid}`, { tasks: [], answeredAt: 0 });
  }
  for (const { name, ph, pid, tid, ts, tdur = 0 } of events) {
    const thread = threads.get(`${pid} ${tid}`);
    if (thread && name === 'ResourceFinish') thread.answeredAt = Math.max(thread.answeredAt, ts);
    if (thread && ph === 'X' && name === 'RunTask')
      thread.tasks.push({ at: ts, cpuMs: tdur / 1_000 });
  }
  const [busiest] = [...threads.values()].sort((a, b) => sumOf(b.tasks) - sumOf(a.tasks));
  return busiest ?? { tasks: [], answeredAt: 0 };
}

function sumOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}
