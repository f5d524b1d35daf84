import type { EventType } from './event';

export type PluginType = 'before' | 'enrichment' | 'destination' | 'after' | 'utility';

/**
 * What an app, or one of the bridges, adds to the client: Segment's plugin, so
 * that one of these is a `CorePlugin` of analytics-core too. `before` may change an event or stop it by throwing; an `enrichment`
 * that throws changes nothing; a `destination` is given the final event beside
 * Radiant's own sending, each on its own; `after` sees it last; a `utility` is
 * only loaded. An event waits for the promises of `before` and `enrichment`.
 *
 * https://github.com/segmentio/analytics-next/blob/master/packages/core/src/plugins/index.ts
 */
export interface AnalyticsPlugin {
  name: string;
  type: PluginType;
  version?: string;
  /**
   * Category of `consent()` that must be granted before a destination is given
   * an event; its name unless given. Without categories nothing is held back.
   */
  consent?: string;
  isLoaded(): boolean;
  /** Called once, with what `register` was called on. A plugin whose promise is rejected is not used. */
  load(context: PluginContext, client: unknown): Promise<unknown>;
  unload?(context: PluginContext, client: unknown): unknown;
  track?: PluginHook;
  identify?: PluginHook;
  page?: PluginHook;
  screen?: PluginHook;
  group?: PluginHook;
  alias?: PluginHook;
}

/** Returns the context it was given; the event in it may have been changed. */
export type PluginHook = <Context extends PluginContext>(
  context: Context,
) => Context | Promise<Context>;

export interface PluginContext {
  event: PluginEvent;
  /** Stops the event, by throwing. */
  cancel(reason?: Error): never;
  updateEvent(path: string, value: unknown): unknown;
}

/** An event as a plugin may see and change it. What stays absent in ours may be null in Segment's. */
export interface PluginEvent {
  type: EventType;
  messageId?: string | undefined;
  userId?: string | null | undefined;
  anonymousId?: string | null | undefined;
  groupId?: string | null | undefined;
  previousId?: string | null | undefined;
  timestamp?: string | Date | undefined;
  event?: string | undefined;
  name?: string | undefined;
  category?: string | undefined;
  properties?: Record<string, unknown> | undefined;
  traits?: object | undefined;
  context?: Record<string, unknown> | undefined;
  integrations?: Record<string, unknown> | undefined;
}
