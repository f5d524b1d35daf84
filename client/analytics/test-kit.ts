import type { PluginEvent } from '../../common/analytics/plugin';
import type { AnalyticsApi } from './api';
import { pluginOfAll } from './plugin-of-all';

/** What an app's tests see of its events. */
export interface TestKit {
  /** What was recorded since the kit was made or cleared, oldest first; of one name where one is given. */
  events(name?: string): readonly PluginEvent[];
  /**
   * The newest event of that name (of a page: its name) that has these
   * properties, and maybe others. One that is not there yet is waited for.
   *
   * @throws {Error} when it did not come within `timeoutMs` (1,000); it says what came.
   */
  expectEvent(
    name: string,
    properties?: Readonly<Record<string, unknown>>,
    options?: { readonly timeoutMs?: number },
  ): Promise<PluginEvent>;
  /** Resolves when start-up is over and what was tracked has come here. */
  flush(): Promise<void>;
  clear(): void;
  /** What `Date.now()` says from now on, in epoch milliseconds; without it, the true time again. */
  setClock(at?: number): void;
  /** Sets the clock back, and sees no more events. */
  stop(): Promise<void>;
}

/** Events that are kept. */
const maxEvents = 10_000;

// A test may replace timers as it likes: the kit goes by those that are there when it is loaded.
const { setTimeout, clearTimeout } = globalThis;

let kits = 0;

/** Made by `Analytics.testKit()`. It sees what would be sent: after consent, sampling, plugins and `beforeSend`. */
export async function testKit(analytics: AnalyticsApi): Promise<TestKit> {
  const trueNow = Date.now;
  let events: PluginEvent[] = [];
  let waiting: ReadonlyArray<() => void> = [];

  const plugin = pluginOfAll(`test-kit-${++kits}`, 'after', (context) => {
    events.push(context.event);
    if (events.length > maxEvents) events.shift();
    for (const look of waiting) look();
    return context;
  });
  const named = (name?: string) =>
    events.filter((event) => name === undefined || nameOf(event) === name);
  const setClock = (at?: number) => {
    Date.now = at === undefined ? trueNow : () => at;
  };
  await analytics.register(plugin);

  return {
    events: named,
    expectEvent(name, properties = {}, { timeoutMs = 1_000 } = {}) {
      const found = () =>
        named(name).findLast((event) => holds(event.properties ?? {}, properties));
      return new Promise((resolve, reject) => {
        const end = (run: () => void) => {
          waiting = waiting.filter((other) => other !== look);
          clearTimeout(timer);
          run();
        };
        const look = () => {
          const event = found();
          if (event) end(() => resolve(event));
        };
        const timer = setTimeout(() => {
          end(() => reject(new Error(missing(name, properties, events, analytics))));
        }, timeoutMs);
        waiting = [...waiting, look];
        look();
      });
    },
    async flush() {
      await analytics.ready();
      await analytics.flush();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    clear() {
      events = [];
    },
    setClock,
    async stop() {
      setClock();
      await analytics.deregister(plugin.name);
    },
  };
}

function nameOf({ event, name, type }: PluginEvent): string {
  return event ?? name ?? type;
}

/** Whether `value` has all that `wanted` has. */
function holds(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(value, wanted);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(wanted) && (value as unknown[]).length !== wanted.length) return false;
  return Object.entries(wanted).every(([key, part]) =>
    holds((value as Record<string, unknown>)[key], part),
  );
}

function missing(
  name: string,
  properties: object,
  events: readonly PluginEvent[],
  analytics: AnalyticsApi,
): string {
  const { consent, held, dropped } = analytics.status();
  const came = events.map((event) => `${nameOf(event)} ${JSON.stringify(event.properties ?? {})}`);
  return [
    `${name} ${JSON.stringify(properties)} was not tracked; there came: ${came.join(', ') || 'nothing'}`,
    `(consent ${consent}, ${held} held, dropped ${JSON.stringify(dropped)})`,
  ].join(' ');
}
