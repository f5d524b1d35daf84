import type { EventType } from '../../common/analytics/event';
import type { PluginEvent } from '../../common/analytics/plugin';
import { redactField } from '../../common/analytics/redact-field';
import type { Undo } from '../../common/undo';
import { browserContext } from './browser-context';
import type { Identity } from './identity';
import { pageContext } from './page-context';
import type { AnalyticsParts } from './parts';
import type { Store } from './store';
import { nextVisit } from './visit';

/** Options of one call, as Segment has them; `passive` is ours. */
export interface CallOptions {
  context?: object | undefined;
  integrations?: Record<string, unknown> | undefined;
  timestamp?: Date | string | number | undefined;
  userId?: string | undefined;
  anonymousId?: string | undefined;
  passive?: boolean | undefined;
}

/** Puts around a call what was around it when it was made. */
export interface Envelope {
  seal(type: EventType, fields: Partial<PluginEvent>, options: CallOptions): PluginEvent;
  addContext(provide: () => object): Undo;
}

export interface Known {
  readonly store: Store;
  readonly identity: Identity;
  newId(): string;
}

export function createEnvelope(
  { browser, app, wallNow }: AnalyticsParts,
  { store, identity, newId }: Known,
): Envelope {
  const still = { app, ...browserContext(browser) };
  let providers: ReadonlyArray<() => object> = [];

  const contextOf = (options: CallOptions, at: number): Record<string, unknown> => {
    const context: Record<string, unknown> = {};
    for (const part of [
      still,
      pageContext(browser),
      ...providers.map((provide) => provide()),
      options.context,
    ]) {
      for (const [key, value] of Object.entries(part || {})) {
        const before = context[key];
        context[key] =
          before && value && typeof value === 'object' ? { ...before, ...value } : value;
      }
    }
    const traits = identity.traits('user');
    return {
      ...redacted(context),
      visit: nextVisit(store, newId, { at, passive: !!options.passive }),
      groupId: identity.id('group'),
      ...(Object.keys(traits).length > 0 && { traits }),
    };
  };

  return {
    seal(type, fields, options) {
      const at = +new Date(options.timestamp || wallNow());
      const context = contextOf(options, at);
      const { path, referrer, search, title, url } = (context.page || {}) as Record<
        string,
        unknown
      >;
      const properties = redacted(fields.properties);
      return {
        messageId: newId(),
        type,
        timestamp: new Date(at).toISOString(),
        userId: options.userId || identity.id('user'),
        anonymousId: options.anonymousId || identity.anonymousId(),
        channel: 'client',
        ...fields,
        properties:
          type === 'page' ? { path, referrer, search, title, url, ...properties } : properties,
        context,
        integrations: options.integrations,
      } as PluginEvent;
    },
    addContext(provide) {
      providers = [...providers, provide];
      return () => {
        providers = providers.filter((other) => other !== provide);
      };
    },
  };
}

/** A copy that is JSON, without secrets. */
const redacted = (value: object | undefined): Record<string, unknown> | undefined =>
  value && JSON.parse(JSON.stringify(value, redactField));
