import type { EventType } from '../../common/analytics/event';
import type { PluginEvent } from '../../common/analytics/plugin';
import type { Undo } from '../../common/undo';
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

/** Puts around a call what was around it when it was made, as a copy that is JSON. */
export interface Envelope {
  seal(type: EventType, fields: Partial<PluginEvent>, options: CallOptions): PluginEvent;
  addContext(provide: () => object | undefined): Undo;
}

export function createEnvelope(
  { browser, wallNow }: AnalyticsParts,
  store: Store,
  identity: Identity,
  newId: () => string,
): Envelope {
  let providers: ReadonlyArray<() => object | undefined> = [];

  return {
    seal(type, fields, { context: more, integrations, ...options }) {
      const at = +new Date(options.timestamp || wallNow());
      const context: { page?: object } = {};
      const parts = [pageContext(browser), ...providers.map((provide) => provide()), more];
      for (const part of parts as Array<{ page?: object } | undefined>) {
        Object.assign(context, part, { page: { ...context.page, ...part?.page } });
      }
      const event = {
        messageId: newId(),
        type,
        timestamp: new Date(at).toISOString(),
        userId: options.userId || identity.id('user'),
        anonymousId: options.anonymousId || identity.anonymousId(),
        channel: 'client',
        ...fields,
        properties: type === 'page' ? { ...context.page, ...fields.properties } : fields.properties,
        integrations,
        context: {
          ...context,
          groupId: identity.id('group'),
          traits: identity.traits('user'),
          visit: nextVisit(store, newId, at, options.passive),
        },
      };
      return JSON.parse(JSON.stringify(event));
    },
    addContext(provide) {
      providers = [...providers, provide];
      return () => {
        providers = providers.filter((other) => other !== provide);
      };
    },
  };
}
