import type { AnalyticsPlugin, PluginEvent } from '../../common/analytics/plugin';
import type { AnalyticsApi } from './api';
import { pluginOfAll } from './plugin-of-all';
import type { TestKit } from './test-kit';

/** What a click or a submit is told as: a value, or what makes it of the element. */
type From<Value> = Value | ((element: Element) => Value);

/**
 * An element, or several: whatever can be iterated, jQuery's too.
 */
type Elements = Element | Iterable<Element> | ArrayLike<Element> | null | undefined;

/** Segment's middleware: `next(payload)` goes on with what it is given, `next(null)` stops the event. */
export type Middleware = (given: {
  readonly payload: { obj: PluginEvent };
  readonly integrations?: object;
  next(payload: { obj: PluginEvent } | null | undefined): void;
}) => unknown;

/** The calls that come with the first of them, not with the page. */
export interface MoreCalls {
  /**
   * Tracks clicks on links. They are followed as ever, and at once: what is
   * queued is sent while the page is left.
   */
  trackLink(elements: Elements, event: From<string>, properties?: From<object>): void;
  /** The same for forms that are submitted; never what is in them. */
  trackForm(elements: Elements, event: From<string>, properties?: From<object>): void;
  /** Sees, changes or stops each event before anything else does. */
  addSourceMiddleware(...middlewares: Middleware[]): void;
  /** The same for the events that one destination is given; `*` is any. */
  addDestinationMiddleware(destination: string, ...middlewares: Middleware[]): void;
}

/** What is not among the calls of other packages. */
export interface TestCalls {
  /** For an app's tests: what was recorded, from the call on. Nothing is sent under `meteor test`. */
  testKit(): Promise<TestKit>;
}

/** Calls of okgrow:analytics and analytics.js, and what they are here. */
const mapped: Readonly<Record<string, keyof MoreCalls | 'page' | 'configure'>> = {
  trackClick: 'trackLink',
  trackSubmit: 'trackForm',
  pageview: 'page',
  init: 'configure',
  initialize: 'configure',
};

const plugin = 'pass a plugin to register()';
const early = 'calls before the start are kept anyway';
const waits = 'every call waits until it can be sent';

/** What is not there, and what to use. */
const refused: Readonly<Record<string, string>> = {
  use: plugin,
  add: plugin,
  addIntegration: plugin,
  addIntegrationMiddleware: plugin,
  push: early,
  normalize: 'there is nothing to normalize',
  noConflict: 'set globalName to another name, or none',
  trackEventWhenReady: waits,
  trackPageWhenReady: waits,
  identifyWhenReady: waits,
};

/**
 * Answers a call that is not part of the core. `timeout` has no effect: no
 * link waits. A call that is refused does nothing, and is warned of once.
 */
export function createMoreCalls(
  api: AnalyticsApi,
  warn: (line: string) => void,
): (name: string, given: readonly unknown[]) => unknown {
  /** Names are the app's to check where it wrote them. */
  const track = (event: string, properties?: object) =>
    (api.track as (event: string, properties?: object) => unknown)(event, properties);
  let middlewares = 0;

  function onElements(
    type: 'click' | 'submit',
    elements: Elements,
    event: From<string>,
    properties?: From<object>,
  ): void {
    const all = elementsOf(elements);
    if (all.length === 0 && elements) {
      warn(
        `no element to track; it came with ${typeof elements}, accepted: elements, lists of them`,
      );
    }
    for (const element of all) {
      element.addEventListener(type, () => {
        try {
          track(worked(event, element), worked(properties, element));
        } catch (error) {
          warn(`${error}`); // the app's own function; the click goes on
        }
      });
    }
  }

  const calls: MoreCalls = {
    trackLink: (...given) => onElements('click', ...given),
    trackForm: (...given) => onElements('submit', ...given),
    addSourceMiddleware(...added) {
      void api.register(...added.map((one) => asPlugin(`middleware-${++middlewares}`, one)));
    },
    addDestinationMiddleware(destination, ...added) {
      void api.register(
        ...added.map((one) => ({
          ...asPlugin(`middleware-${++middlewares}`, one),
          type: 'utility' as const,
          destination,
        })),
      );
    },
  };

  return (name, given) => {
    if (name === 'testKit') return import('./test-kit').then(({ testKit }) => testKit(api));
    const to = mapped[name] || name;
    if (to in calls) return (calls as unknown as Callable)[to]?.(...given);
    if (to === 'configure') return api.configure({});
    if (to === 'page') return (api as unknown as Callable).page?.(...given);
    const why = refused[name];
    return why && warn(`Analytics.${name} is not there: ${why}`);
  };
}

type Callable = Readonly<Record<string, (...given: unknown[]) => unknown>>;

function worked<Value>(from: From<Value>, element: Element): Value {
  return typeof from === 'function' ? (from as (element: Element) => Value)(element) : from;
}

function elementsOf(elements: Elements): Element[] {
  if (!elements || typeof elements !== 'object') return [];
  const all = 'addEventListener' in elements ? [elements] : Array.from(elements);
  return all.filter((element) => typeof element?.addEventListener === 'function');
}

/** A middleware as a plugin that may stop the event. */
function asPlugin(name: string, middleware: Middleware): AnalyticsPlugin {
  return pluginOfAll(
    name,
    'before',
    (context) =>
      new Promise((resolve, reject) => {
        const next = (payload: { obj: PluginEvent } | null | undefined) => {
          if (!payload) return reject(new Error('stopped by a middleware'));
          context.event = payload.obj;
          resolve(context);
        };
        const given = { payload: { obj: context.event }, integrations: {}, next };
        Promise.resolve(given).then(middleware).catch(reject);
      }),
  );
}
