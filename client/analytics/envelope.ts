import type { EventType } from '../../common/analytics/event';
import type { PluginEvent } from '../../common/analytics/plugin';
import type { Undo } from '../../common/undo';
import type { Identity } from './identity';
import type { AnalyticsParts } from './parts';
import { type SeenPage, seenPage } from './seen-page';
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

/** An event as it is held: delivery makes its page of what was seen. */
export interface SealedEvent extends PluginEvent {
  seen: SeenPage;
}

/** Puts around a call what was around it when it was made, as a copy that is JSON. */
export interface Envelope {
  seal(type: EventType, fields: Partial<PluginEvent>, options: CallOptions): SealedEvent;
  addContext(provide: () => object | undefined): Undo;
}

export function createEnvelope(
  { browser, wallNow }: AnalyticsParts,
  store: Store,
  identity: Identity,
  newId: () => string,
): Envelope {
  const providers = new Set<() => object | undefined>();

  return {
    seal(type, fields, { context: more, integrations, ...options }) {
      const at = +new Date(options.timestamp || wallNow());
      const context: { page?: object } = {};
      for (const provide of [...providers, () => more]) {
        const part: { page?: object } = provide() || {};
        Object.assign(context, part, { page: { ...context.page, ...part.page } });
      }
      const event = {
        messageId: newId(),
        type,
        timestamp: new Date(at).toISOString(),
        userId: options.userId || identity.id('user'),
        anonymousId: options.anonymousId || identity.anonymousId(),
        channel: 'client',
        ...fields,
        integrations,
        seen: seenPage(browser),
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
      providers.add(provide);
      return () => providers.delete(provide);
    },
  };
}
