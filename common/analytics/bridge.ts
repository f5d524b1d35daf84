import type { AnalyticsPlugin, PluginContext, PluginEvent } from './plugin';

/** What a bridge may be told. */
export interface BridgeOptions {
  /** Category of consent that events need; the name of the bridge unless given. */
  readonly consent?: string;
}

/** What is done with an event of each type; a type that is not named is none of the tool's. */
export type BridgeHooks<Tool> = {
  readonly [Type in PluginEvent['type']]?: (tool: Tool, event: PluginEvent) => void;
} & {
  /** Forgets the person, who has signed out. */
  readonly reset?: (tool: Tool, event: PluginEvent) => void;
};

/**
 * A destination that hands events to a tool which the app itself has loaded
 * and keeps as a global. It is looked for at each event, because its script may
 * come late; where it is missing, the first event fails, which the client
 * says in the log, and the others are left alone. What is about the connection
 * (`DDP ...`) is not for others.
 */
export function createBridge<Tool>(
  name: string,
  key: string,
  globals: object,
  hooks: BridgeHooks<Tool>,
  { consent = name }: BridgeOptions = {},
): AnalyticsPlugin {
  let isTold = false;
  const find = () => (globals as Record<string, Tool | undefined>)[key];
  const plugin: AnalyticsPlugin = {
    name,
    type: 'destination',
    version: '1',
    consent,
    isLoaded: () => !!find(),
    load: async () => undefined,
  };
  for (const type of Object.keys(hooks) as PluginEvent['type'][]) {
    plugin[type] = <Context extends PluginContext>(context: Context) => {
      const { event } = context;
      const tool = find();
      if (tool) /^DDP /.test(event.event || '') || hooks[type]?.(tool, event);
      else if (!isTold) {
        isTold = true;
        throw new Error(`no global ${key}`);
      }
      return context;
    };
  }
  return plugin;
}

/** The page that an event was on, as far as it is known. */
export function pageOf({ context = {} }: PluginEvent): {
  readonly url?: string;
  readonly title?: string;
  readonly referrer?: string;
} {
  return context.page || {};
}
