import type { EventContext } from '../../common/analytics/event';
import type { AnalyticsPlugin, PluginEvent } from '../../common/analytics/plugin';
import { redactField } from '../../common/analytics/redact-field';
import { appContext } from './app-context';
import { browserContext } from './browser-context';
import { campaignOf } from './campaign-of';
import type { SealedEvent } from './envelope';
import { createOutbox, leftoverPrefix } from './outbox';
import { pageContext } from './page-context';
import type { AnalyticsParts } from './parts';
import type { Plugins } from './plugins';
import { createRunawayGuard } from './runaway';
import { sampled } from './sampled';
import type { AnalyticsSettings } from './settings';
import type { Store, Write } from './store';
import { storedKeys, writeTo } from './write-to';

/** What becomes of events once start-up is over and consent is given. Loaded then, not with the page. */
export interface Delivery {
  /**
   * The event as it is sent, or nothing where it is not; a promise where plugins
   * see it first. Those that were `held` are few, and no sign of a loop.
   */
  take(event: SealedEvent, held?: boolean): unknown;
  /** Writes what is known of the person where other pages find it. */
  writer(): Write;
  /** Takes over what other pages have left. */
  claim(): void;
  flush(): Promise<void>;
  clear(): void;
  register(plugins: readonly AnalyticsPlugin[]): Promise<void>;
  deregister(names: readonly string[]): void;
  state(): object;
}

/** What delivery needs of the client. */
export interface DeliveryParts extends AnalyticsParts {
  readonly store: Store;
  readonly settings: AnalyticsSettings;
  /** What plugins are given as the client. */
  readonly api: object;
  newId(): string;
  /** Whether events may go out, and to others than the collector. */
  granted(): boolean;
  forwards(): boolean;
  drop(reason: string, count?: number): undefined;
  safe<Result>(run: () => Result): Result | undefined;
  /** The page may end: features have their last word. */
  leaving(): void;
}

/** Events that may wait for plugins to load. */
const maxWaiting = 500;

export function createDelivery(parts: DeliveryParts): Delivery {
  const { browser, store, settings, drop, safe, warn } = parts;
  const { document } = browser;
  const { isDevelopment, isTest, isAppTest } = parts.meteor;
  /** Tests send nothing, unless they say that they want to. */
  const sends = () => (settings.transport || (isTest || isAppTest ? 'memory' : 'http')) === 'http';
  const key = leftoverPrefix + parts.newId();
  const outbox = createOutbox(parts, store, settings, key, parts.granted, drop);
  let plugins: Plugins | undefined;
  let loading = 0;
  let waiting: PluginEvent[] = [];

  const still = { app: appContext(parts), ...browserContext(browser) };
  const runsAway = createRunawayGuard(parts.now, warn, drop);
  /** Without secrets, and with what never changes. What is said of the person is meant to be known. */
  const finish = ({ traits, seen, ...event }: SealedEvent): PluginEvent => {
    const { page: said, traits: known } = event.context as EventContext;
    const page = { ...pageContext(seen), ...said };
    const told = {
      ...event,
      properties: event.type === 'page' ? { ...page, ...event.properties } : event.properties,
      context: { campaign: campaignOf(page.search || ''), ...event.context, page },
    };
    const { context, ...rest } = JSON.parse(JSON.stringify(told, redactField));
    const about = known && Object.keys(known).length > 0 ? { traits: known } : {};
    return { ...rest, traits, context: { ...still, ...context, traits: undefined, ...about } };
  };
  const send = (event: PluginEvent | undefined) => {
    const last = event && settings.beforeSend ? settings.beforeSend(event) : event;
    if (!last) return drop('stopped');
    if (sends()) outbox.add([JSON.stringify(last)]);
    plugins?.after(last);
    return { event: last };
  };
  const pass = (event: PluginEvent) =>
    plugins ? plugins.before(event).then((changed) => safe(() => send(changed))) : send(event);
  const leave = (gone: boolean) => {
    safe(parts.leaving);
    safe(() => outbox.leave(gone));
  };

  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'hidden' ? leave(false) : outbox.back(),
  );
  browser.addEventListener('pagehide', () => leave(true));
  browser.addEventListener('pageshow', () => outbox.back());
  browser.addEventListener('online', () => outbox.back(true));

  return {
    take(event, held) {
      if (!sampled(`${event.anonymousId}`, settings.sampling)) return undefined;
      if (!held && runsAway()) return undefined;
      const finished = finish(event);
      const { schemas } = settings;
      if (isDevelopment && schemas) {
        void import('./check-event')
          .then(({ checkEvent }) => checkEvent(event, schemas, warn))
          .catch((error) => warn(`${error}`));
      }
      if (!loading) return pass(finished);
      if (waiting.push(finished) > maxWaiting) {
        waiting.shift();
        drop('buffer-full');
      }
      return { event: finished };
    },
    claim() {
      if (
        !sends() ||
        !storedKeys(browser).some((name) => name.startsWith(leftoverPrefix) && name !== key)
      )
        return;
      void parts.later
        .claimLeftovers()
        .then(({ claimLeftovers }) => claimLeftovers(parts, store, key, outbox))
        .catch(warn);
    },
    writer: () => writeTo(browser, settings.storage !== 'local'),
    flush: outbox.flush,
    clear() {
      waiting = [];
      outbox.clear();
    },
    async register(added) {
      loading++;
      try {
        const { createPlugins } = await parts.later.plugins();
        plugins ||= createPlugins(parts.api, warn, drop, () => sends() && parts.forwards());
        await plugins.register(added);
      } catch (error) {
        warn(`${error}`);
      }
      if (--loading) return;
      const events = waiting;
      waiting = [];
      for (const event of events) safe(() => pass(event));
    },
    deregister: (names) => plugins?.deregister(names),
    state: outbox.state,
  };
}
