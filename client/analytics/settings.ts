import type { PluginContext, PluginEvent } from '../../common/analytics/plugin';
import type { StandardSchema } from './check-event';
import type { Traits } from './identity';

export type ConsentState = 'granted' | 'denied' | 'pending';

/** What an app sets in `Meteor.settings.public.radiant.analytics`, or passes to `Analytics.configure`. */
export interface AnalyticsSettings {
  /** Which app, or part of one, the events belong to; `radiant` unless set. */
  writeKey?: string;
  /** Where the collector is, up to `/v1/b`; this app's own unless set. */
  host?: string;
  pages?: Switch;
  accounts?: Switch;
  ddp?: Switch;
  vitals?: Switch;
  /** What holds before `Analytics.consent` is called; `granted` unless set. */
  consent?: ConsentState;
  /** Signals of the browser that count as `denied`; both unless set. `no-forwarding` keeps events here, without a stored id. */
  respect?: { gpc?: boolean | 'no-forwarding'; dnt?: boolean };
  /** Which part of all persons is recorded, 0 to 1. */
  sampling?: number;
  /** Where ids are kept; `cookie` unless set. */
  storage?: 'cookie' | 'local' | 'memory';
  /** Name of a global variable for the API. */
  globalName?: string;
  compat?: 'okgrow';
  debug?: boolean;
  /** `memory` sends nothing: what is recorded is seen by plugins and the test kit alone. Under `meteor test` that holds unless it says `http`. */
  transport?: 'http' | 'memory';
  /** What properties must be like, by name of the event: looked at in development. Only in `configure`. */
  schemas?: Readonly<Record<string, StandardSchema>>;
  /** Traits of a user who signs in; none unless set. Function: only in `configure`. */
  traits?: (user: unknown) => Traits;
  /** Sees each event last; may change it, or return nothing to drop it. Only in `configure`. */
  beforeSend?: (event: PluginEvent) => PluginEvent | undefined;
  /** Options of other parts; each knows its own. */
  [other: string]: unknown;
}

export type Switch = boolean | Record<string, unknown>;

export type EventCallback = (context: Pick<PluginContext, 'event'> | undefined) => void;
