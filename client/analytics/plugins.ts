import type { AnalyticsPlugin, PluginContext, PluginEvent } from '../../common/analytics/plugin';

/** Plugins that are registered, and what they make of an event. */
export interface Plugins {
  /** Resolves when they are loaded: destinations need not be, as they have their events later. */
  register(plugins: readonly AnalyticsPlugin[]): Promise<void>;
  deregister(names: readonly string[]): void;
  /** The event as `before` and `enrichment` leave it, or nothing. One after another, in order. */
  before(event: PluginEvent): Promise<PluginEvent | undefined>;
  /** Gives the final event to destinations, and to `after`. */
  after(event: PluginEvent): void;
}

/** A plugin of type `utility` that sees what one destination is given; `*` is any. */
type Middleware = AnalyticsPlugin & { readonly destination?: string };

interface Registered {
  readonly plugin: AnalyticsPlugin;
  readonly loaded: Promise<unknown>;
  waiting: number;
}

/** Events that a destination which is still loading may be owed. */
const maxWaiting = 100;

export function createPlugins(
  /** What `load` is given. */
  client: unknown,
  warn: (line: string) => void,
  drop: (reason: string) => void,
  /** Whether destinations may have events at all. */
  forwards: () => boolean,
): Plugins {
  let all: readonly Registered[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  const report = (name: string) => (error: unknown) => warn(`plugin ${name} failed: ${error}`);
  const load = (plugin: AnalyticsPlugin): Registered => {
    const loaded = Promise.resolve().then(() => plugin.load(contextOf(systemEvent()), client));
    const entry: Registered = { plugin, loaded, waiting: 0 };
    loaded.catch((error) => {
      report(plugin.name)(error);
      all = all.filter((other) => other !== entry);
    });
    return entry;
  };
  const typed = (type: AnalyticsPlugin['type']) => all.filter(({ plugin }) => plugin.type === type);

  const change = async (event: PluginEvent): Promise<PluginEvent | undefined> => {
    let context = contextOf(event);
    for (const { plugin } of typed('before')) {
      try {
        context = (await plugin[event.type]?.(context)) || context;
      } catch {
        drop('plugin');
        return undefined;
      }
    }
    for (const { plugin } of typed('enrichment')) {
      try {
        context = (await plugin[event.type]?.(contextOf(copyOf(context.event)))) || context;
      } catch (error) {
        report(plugin.name)(error);
      }
    }
    return context.event;
  };
  /** The event as a destination is given it; nothing where its own middleware stops it. */
  const givenTo = async (name: string, event: PluginEvent): Promise<PluginContext | undefined> => {
    let context = contextOf(copyOf(event));
    for (const { plugin } of all as ReadonlyArray<{ plugin: Middleware }>) {
      if (plugin.destination !== name && plugin.destination !== '*') continue;
      try {
        context = (await plugin[event.type]?.(context)) || context;
      } catch {
        return undefined;
      }
    }
    return context;
  };
  const deliver = (entry: Registered, event: PluginEvent) => {
    const { plugin } = entry;
    if (!plugin[event.type] || entry.waiting >= maxWaiting) return;
    entry.waiting++;
    entry.loaded
      .then(() => givenTo(plugin.name, event))
      .then((context) => context && plugin[event.type]?.(context))
      .catch(report(plugin.name))
      .then(() => {
        entry.waiting--;
      });
  };

  // After the events before it, which are still of the person that destinations are to forget.
  (client as { on?(name: string, run: () => void): void } | undefined)?.on?.('reset', () => {
    tail = tail.then(() => {
      for (const entry of typed('destination')) deliver(entry, resetEvent);
    });
  });

  return {
    async register(plugins) {
      const added = plugins.map(load);
      all = [...all, ...added];
      const needed = added.filter(({ plugin }) => /before|enrichment/.test(plugin.type));
      await Promise.all(needed.map(({ loaded }) => loaded.catch(() => undefined)));
    },
    deregister(names) {
      for (const { plugin } of all.filter(({ plugin }) => names.includes(plugin.name))) {
        Promise.resolve()
          .then(() => plugin.unload?.(contextOf(systemEvent()), client))
          .catch(report(plugin.name));
      }
      all = all.filter(({ plugin }) => !names.includes(plugin.name));
    },
    before(event) {
      const changed = tail.then(() => change(event));
      tail = changed;
      return changed;
    },
    after(event) {
      for (const entry of typed('destination')) {
        if (forwards() && wants(entry.plugin, event)) deliver(entry, event);
      }
      for (const entry of typed('after')) deliver(entry, event);
    },
  };
}

/** Whether a destination may have the event: by its category of consent, and by `integrations`. */
function wants({ name, consent = name }: AnalyticsPlugin, event: PluginEvent): boolean {
  const { consent: given } = (event.context || {}) as {
    consent?: { categoryPreferences?: Record<string, boolean> };
  };
  const categories = given?.categoryPreferences;
  if (categories && categories[consent] !== true) return false;
  const { integrations = {} } = event;
  return name in integrations ? integrations[name] !== false : integrations.All !== false;
}

function contextOf(event: PluginEvent): PluginContext {
  const context = {
    event,
    id: event.messageId,
    attempts: 1,
    log() {},
    cancel(reason?: Error): never {
      throw reason || new Error('cancelled');
    },
    updateEvent(path: string, value: unknown) {
      const keys = path.split('.');
      const last = keys.pop() || '';
      let target = context.event as unknown as Record<string, unknown>;
      for (const key of keys) {
        target[key] ||= {};
        target = target[key] as Record<string, unknown>;
      }
      target[last] = value;
      return context.event;
    },
  };
  return context;
}

const copyOf = (event: PluginEvent): PluginEvent => JSON.parse(JSON.stringify(event));

/** Calls `reset` of a plugin, which bridges have: no event of its own. */
const resetEvent = { type: 'reset' } as unknown as PluginEvent;

/** What `load` and `unload` are called in the context of: no event. */
const systemEvent = (): PluginEvent => ({ type: 'track', event: 'system' });
