import type { EventType } from '../../common/analytics/event';
import type { AnalyticsPlugin, PluginEvent } from '../../common/analytics/plugin';
import type { AnalyticsApi, Called } from './api';
import { callFields } from './call-fields';
import { initialConsent, withoutIds } from './consent';
import { createEmitter } from './emitter';
import { type CallOptions, createEnvelope } from './envelope';
import { createFeatureHost, type FeatureEntry } from './feature-host';
import { createIdentity } from './identity';
import { createIntake } from './intake';
import { createLedger } from './ledger';
import { createLeftover, leftoverPrefix } from './leftover';
import { createOutbox } from './outbox';
import type { AnalyticsParts } from './parts';
import type { Plugins } from './plugins';
import { createPost } from './post';
import { createQueue } from './queue';
import { randomId } from './random-id';
import { resolveArguments } from './resolve-arguments';
import { type AnalyticsSettings, type ConsentState, takeSettings } from './settings';
import { createStore } from './store';
import { visitKey } from './visit';

/** The client, and what the edge and other parts of it need beside the API. */
export interface AnalyticsCore {
  readonly api: AnalyticsApi;
  readonly settings: AnalyticsSettings;
  /** Start-up is over: settings hold, features are installed, events go out. */
  start(entries: readonly FeatureEntry[]): Promise<void>;
  /** Adds to `status()`. */
  note(name: string, value: unknown): void;
}

/**
 * Until it is started, and while consent is pending, events are made at once,
 * with the identity of that moment, and held in memory; nothing is written
 * anywhere.
 */
export function createAnalytics(parts: AnalyticsParts): AnalyticsCore {
  const { browser, now, wallNow, after } = parts;
  const { document } = browser;
  const settings: AnalyticsSettings = {};
  const notes: Record<string, unknown> = {};
  let leaves: ReadonlyArray<() => void> = [];
  let started = false;
  let stores = false;
  let loading = 0;
  let plugins: Plugins | undefined;
  let chosen: ConsentState | undefined;
  let categories: Readonly<Record<string, boolean>> | undefined;

  const ledger = createLedger(parts.warn);
  const { safe } = ledger;
  const newId = () => randomId(browser);
  const store = createStore(browser);
  const identity = createIdentity(store, newId);
  const envelope = createEnvelope(parts, { store, identity, newId });
  const emitter = createEmitter();
  const leftover = createLeftover(store, leftoverPrefix + newId());
  const queue = createQueue({ leftover, wallNow, drop: ledger.drop });
  const consent = (): ConsentState =>
    parts.settings === false ? 'denied' : chosen || initialConsent(browser, settings);
  const granted = () => consent() === 'granted';
  const privately = () => withoutIds(browser, settings);
  const outbox = createOutbox({
    ...parts,
    queue,
    allowed: granted,
    post: createPost({
      browser,
      wallNow,
      url: () => `${settings.host || parts.base}/v1/b`,
      writeKey: () => settings.writeKey || 'radiant',
    }),
  });
  const intake = createIntake({
    ...parts,
    settings,
    ledger,
    envelope,
    open: () => !started || !denied(),
    released: () => started && !loading && granted(),
    plugins: () => plugins,
    queue(text) {
      queue.add([text]);
      outbox.added();
    },
  });

  const denied = () => consent() === 'denied';
  const release = () => {
    if (!stores && settings.storage !== 'memory' && !privately()) {
      stores = true;
      store.open(settings.storage !== 'local');
    }
    intake.release();
    if (leftover.others()) void claim();
  };
  /** What settings, consent and start-up say now is made so. */
  const settle = () => {
    if (settings.storage === 'memory') store.close();
    if (!started || loading) return;
    if (granted()) return release();
    stores = false;
    if (denied()) {
      intake.clear();
      queue.clear();
      store.close(true);
      identity.forget();
    } else store.close();
  };
  const claim = async () => {
    const { claimLeftovers } = await import('./claim-leftovers');
    claimLeftovers({
      ...parts,
      store,
      own: leftover.key,
      adopt(texts) {
        queue.add(texts, true);
        queue.keep();
        void outbox.flush();
      },
    });
  };
  const flush = () => outbox.flush();
  const leave = (gone: boolean) =>
    safe(() => {
      for (const each of leaves) each();
      outbox.leave(gone);
    });

  const record = (
    type: EventType,
    fields: Partial<PluginEvent> | undefined,
    options: CallOptions,
    given: readonly unknown[],
  ): Called => {
    const result = safe(() =>
      fields
        ? intake.record(type, fields, options)
        : ledger.warn(`${type}() needs a name or an id; it came with ${JSON.stringify(given)}`),
    );
    safe(() => emitter.emit(type, ...given));
    return Promise.resolve(result);
  };
  const call = (type: EventType, given: readonly unknown[]): Called => {
    const resolved = resolveArguments(type, given);
    const { objects, callback } = resolved;
    const options = objects[type === 'alias' ? 0 : 1] || {};
    const fields = safe(() => callFields(type, resolved, identity));
    const called = record(type, fields, options, given);
    if (callback) void called.then((event) => safe(() => callback(event)));
    return called;
  };
  const reset = () => {
    identity.reset();
    store.set(visitKey);
    safe(() => emitter.emit('reset'));
  };
  const consentTo: AnalyticsApi['consent'] = (state, preferences) => {
    if (preferences) categories = preferences;
    if (state) {
      chosen = state;
      safe(settle);
    }
    return consent();
  };
  const host = createFeatureHost(ledger, (guard) => ({
    now,
    wallNow,
    guard,
    after: (ms, run) => after(ms, () => guard(run)),
    track(event, properties, { at, ...options } = {}) {
      record('track', { event, properties }, { ...options, timestamp: at }, [event, properties]);
    },
    page(name, properties, { at, ...options } = {}) {
      const fields = { name, properties: { ...properties, name } };
      record('page', fields, { ...options, timestamp: at }, [name, properties]);
    },
    identify: (userId, traits) => void call('identify', [userId, traits]),
    reset,
    flush,
    user: () => ({ userId: identity.id('user'), anonymousId: identity.anonymousId() }),
    consent,
    addContext: (provide) => envelope.addContext(() => guard(provide) || {}),
    onLeave(run) {
      const guarded = () => guard(run);
      leaves = [...leaves, guarded];
      return () => {
        leaves = leaves.filter((other) => other !== guarded);
      };
    },
  }));

  const ready = new Promise<void>((resolve) => emitter.once('ready', () => resolve()));
  const api = {
    user: () => ({
      id: () => identity.id('user'),
      anonymousId: () => identity.anonymousId(),
      traits: () => identity.traits('user'),
    }),
    group(...given: unknown[]) {
      if (given.length) return call('group', given);
      const traits = () => identity.traits('group');
      return { id: () => identity.id('group'), traits, properties: traits };
    },
    setAnonymousId: (id: string) => identity.anonymousId(`${id}`),
    reset,
    ready: (callback?: () => void) => (callback ? ready.then(callback) : ready),
    on: emitter.on,
    once: emitter.once,
    off: emitter.off,
    debug(on = true) {
      settings.debug = on;
    },
    async register(...added: AnalyticsPlugin[]) {
      loading++;
      try {
        const { createPlugins } = await import('./plugins');
        plugins ||= createPlugins({ client: api, ledger, forwards: () => !privately() });
        await plugins.register(added);
      } catch (error) {
        ledger.warn(`${error}`);
      }
      loading--;
      safe(settle);
    },
    async deregister(...names: string[]) {
      plugins?.deregister(names);
    },
    consent: consentTo,
    flush,
    configure(given: AnalyticsSettings) {
      takeSettings(settings, given, ledger.warn);
      safe(settle);
    },
    status: () => ({
      ...notes,
      started,
      consent: consent(),
      held: intake.held(),
      queued: queue.all().length,
      blocked: outbox.blocked(),
      dropped: ledger.dropped,
      warnings: ledger.warnings,
      features: host.state(),
    }),
  } as unknown as AnalyticsApi;
  for (const type of ['track', 'page', 'screen', 'identify', 'alias'] as const) {
    api[type] = (...given: unknown[]) => call(type, given);
  }
  envelope.addContext(() => (categories ? { consent: { categoryPreferences: categories } } : {}));
  takeSettings(settings, parts.settings, ledger.warn);
  settle();

  return {
    api,
    settings,
    note(name, value) {
      notes[name] = value;
    },
    async start(entries) {
      started = true;
      safe(settle);
      const listen = (type: string, run: () => void) =>
        browser.addEventListener(type, () => safe(run));
      document.addEventListener('visibilitychange', () =>
        document.visibilityState === 'hidden' ? leave(false) : safe(() => outbox.back(false)),
      );
      listen('pagehide', () => leave(true));
      listen('pageshow', () => outbox.back(false));
      listen('online', () => outbox.back(true));
      await host.install(entries);
      safe(() => emitter.emit('ready'));
    },
  };
}
