import type { EventType } from '../../common/analytics/event';
import type { FeatureClient, FeatureOptions } from '../../common/analytics/feature';
import type { AnalyticsPlugin, PluginEvent } from '../../common/analytics/plugin';
import type { AnalyticsApi, Called } from './api';
import { callFields } from './call-fields';
import { wishOf } from './consent';
import type { Delivery } from './delivery';
import { createEmitter } from './emitter';
import { type CallOptions, createEnvelope, type SealedEvent } from './envelope';
import { type FeatureEntry, installFeature } from './feature-host';
import { createIdentity, type Kind } from './identity';
import { addMoreCalls } from './more-names';
import type { AnalyticsParts } from './parts';
import { randomId } from './random-id';
import { resolveArguments } from './resolve-arguments';
import type { AnalyticsSettings, ConsentState } from './settings';
import { createStore } from './store';
import { visitKey } from './visit';

/** The client, and what the edge and other parts of it need beside the API. */
export interface AnalyticsCore {
  readonly api: AnalyticsApi;
  readonly settings: AnalyticsSettings;
  /**
   * Start-up is over: settings hold, events go out, and features are installed
   * that settings do not switch off; then those that `late` loads.
   */
  start(
    entries: readonly FeatureEntry[],
    late?: (() => Promise<readonly FeatureEntry[]>) | undefined,
  ): Promise<void>;
  /** Adds to `status()`. */
  readonly notes: Record<string, unknown>;
}

const maxHeld = 100;

/**
 * Until it is started, and while consent is pending, events are made at once,
 * with the identity of that moment, and held in memory; nothing is written
 * anywhere.
 */
export function createAnalytics(parts: AnalyticsParts): AnalyticsCore {
  const { browser, after, later } = parts;
  const settings: AnalyticsSettings = { ...(parts.settings as object) };
  const features: Record<string, string> = {};
  const notes: Record<string, unknown> = {};
  const dropped: Record<string, number> = {};
  const warnings: string[] = [];
  let held: SealedEvent[] = [];
  let started = false;
  let stores = false;
  let arrived: Promise<Delivery> | undefined;
  let delivery: Delivery | undefined;
  let chosen: ConsentState | undefined;
  let categoryPreferences: Readonly<Record<string, boolean>> | undefined;

  const drop = (reason: string, count = 1): undefined => {
    dropped[reason] = (dropped[reason] || 0) + count;
  };
  const warn = (line: string): undefined => {
    if (warnings.includes(line) || warnings.length > 30) return;
    warnings.push(line);
    parts.warn(line);
  };
  /** What ours throws, or the app's inside of it, goes no further. */
  const safe = <Result>(run: () => Result): Result | undefined => {
    try {
      return run();
    } catch (error) {
      drop('failed');
      return warn(`${error}`);
    }
  };

  const newId = () => randomId(browser);
  const store = createStore(browser);
  const identity = createIdentity(store, newId);
  const envelope = createEnvelope(parts, store, identity, newId);
  const emitter = createEmitter(safe);
  const wish = () => wishOf(browser, settings);
  const consent = (): ConsentState =>
    parts.settings === false
      ? 'denied'
      : chosen || (wish() === 'denied' ? 'denied' : settings.consent || 'granted');
  const granted = () => consent() === 'granted';
  const denied = () => consent() === 'denied';
  /** What the person agreed to, as events tell it; of what is held it is told when it goes out. */
  const agreed = () => {
    const granted = chosen === 'granted' || undefined; // by the app: the collector asks where the browser sends Sec-GPC
    return open() && (categoryPreferences || granted)
      ? { consent: { categoryPreferences, granted } }
      : undefined;
  };
  /** Where events go at once, if they may. */
  const open = () => (started && granted() ? delivery : undefined);

  const record = (type: EventType, fields: Partial<PluginEvent>, options: CallOptions): unknown => {
    if (started && denied()) return undefined;
    const event = envelope.seal(type, fields, options);
    if (settings.debug) parts.log(type, event);
    const on = open();
    if (on) return on.take(event);
    if (held.push(event) > maxHeld) {
      held.shift();
      drop('buffer-full');
    }
    return { event };
  };
  const call = (type: EventType, given: readonly unknown[]): Called => {
    const resolved = resolveArguments(type, given);
    const { objects, callback } = resolved;
    const called = Promise.resolve(
      safe(() => {
        const fields = callFields(type, resolved, identity);
        return fields
          ? record(type, fields, objects[type === 'alias' ? 0 : 1] || {})
          : warn(`${type}() needs a name or an id; it came with ${JSON.stringify(given)}`);
      }),
    );
    emitter.emit(type, given);
    if (callback) void called.then((event) => safe(() => callback(event)));
    return called;
  };
  const reset = () => {
    identity.forget(true);
    store.set(visitKey);
    emitter.emit('reset');
  };

  const lasting = () => settings.storage !== 'memory' && wish() !== 'private';
  const release = (to: Delivery) => {
    if (!stores) store.use(lasting(), lasting() ? to.writer() : undefined);
    stores = true;
    const events = held;
    held = [];
    // What is agreed to now holds for what had to wait for it.
    for (const event of events) {
      event.context = { ...agreed(), ...event.context };
      safe(() => to.take(event, true));
    }
    to.claim();
  };
  const deny = () => {
    held = [];
    if (delivery) delivery.clear();
    identity.forget();
    // Who is switched off was not refused: what is stored may be of Segment's library.
    if (parts.settings !== false)
      later.erase().then(({ erase }) => denied() && erase(browser), warn);
  };
  /** What settings, consent and start-up say now is made so. */
  const settle = () => {
    const on = open();
    if (on) return release(on);
    stores = false;
    store.use(lasting() && !denied());
    if (!started) return;
    if (denied()) deny();
    if (granted()) void deliveryLoaded();
  };
  const configure = (given: object) => {
    Object.assign(settings, given);
    safe(settle);
    if (Object.keys(settings)[0]) {
      later.checkSettings().then(({ checkSettings }) => checkSettings(settings, warn), warn);
    }
  };

  const load = (): Promise<Delivery> =>
    later.delivery().then(
      ({ createDelivery }) => createDelivery({ ...parts, ...shared }),
      () => new Promise((resolve) => after(60_000, () => resolve(load()))),
    );
  const deliveryLoaded = () => {
    if (!arrived) {
      arrived = load();
      // Who registered a plugin before has waited for this first.
      void arrived.then().then((on) => {
        delivery = on;
        safe(settle);
      });
    }
    return arrived;
  };
  const flush = async () => {
    if (granted()) await (await deliveryLoaded()).flush();
  };

  const clientOf = (guard: FeatureClient['guard']): FeatureClient => {
    const calls =
      (type: EventType) =>
      (name?: string, body: object = {}, options: FeatureOptions = {}) =>
        void call(type, [name, body, { ...options, timestamp: options.at }]);
    return {
      ...parts,
      guard,
      after: (ms, run) => after(ms, () => guard(run)),
      track: calls('track'),
      page: calls('page'),
      identify: calls('identify'),
      reset,
      flush,
      consent,
      user: () => ({ userId: identity.id('user'), anonymousId: identity.anonymousId() }),
      addContext: (provide) => envelope.addContext(() => guard(provide) || {}),
      onLeave(run) {
        const guarded = () => guard(run);
        emitter.on('leave', guarded);
        return () => emitter.off('leave', guarded);
      },
    };
  };

  const known = (kind: Kind) => {
    const traits = () => identity.traits(kind);
    return {
      id: () => identity.id(kind),
      anonymousId: () => identity.anonymousId(),
      traits,
      properties: traits,
    };
  };
  const ready = new Promise<unknown>((resolve) => emitter.on('ready', resolve));
  const api = {
    ...emitter,
    user: () => known('user'),
    group: (...given: unknown[]) => (given[0] ? call('group', given) : known('group')),
    setAnonymousId: (id: string) => identity.anonymousId(`${id}`),
    reset,
    ready: (callback?: () => void) => ready.then(callback),
    debug(on = true) {
      settings.debug = on;
    },
    register: (...plugins: AnalyticsPlugin[]) =>
      deliveryLoaded().then((on) => on.register(plugins)),
    deregister: (...names: string[]) => deliveryLoaded().then((on) => on.deregister(names)),
    consent(state?: ConsentState, preferences?: Readonly<Record<string, boolean>>) {
      categoryPreferences = preferences || categoryPreferences;
      if (state) {
        chosen = state;
        safe(settle);
      }
      return consent();
    },
    flush,
    configure,
    status: () => ({
      ...notes,
      ...delivery?.state(),
      started,
      consent: consent(),
      held: held.length,
      dropped,
      warnings,
      features,
    }),
  } as unknown as AnalyticsApi;
  const shared = {
    settings,
    store,
    api,
    newId,
    granted,
    drop,
    warn,
    safe,
    forwards: () => wish() !== 'private',
    leaving: () => emitter.emit('leave'),
  };
  for (const type of ['track', 'page', 'screen', 'identify', 'alias'] as const) {
    api[type] = (...given: unknown[]) => call(type, given);
  }
  addMoreCalls(api, later, warn);
  envelope.addContext(agreed);
  safe(settle);
  // On its way while the app starts: who leaves before it is there is not counted.
  if (granted()) later.delivery().catch(() => undefined);

  return {
    api,
    settings,
    notes,
    async start(entries, late = async () => []) {
      const install = (all: readonly FeatureEntry[]) =>
        Promise.all(
          all
            .filter(({ name }) => settings[name] !== false)
            .map((entry) => installFeature(entry, features, clientOf)),
        );
      started = true;
      configure({});
      await install(entries);
      await late().then(install, (error) => {
        features.late = `${error}`;
      });
      emitter.emit('ready');
    },
  };
}
