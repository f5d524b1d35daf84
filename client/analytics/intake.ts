import type { EventType } from '../../common/analytics/event';
import type { PluginEvent } from '../../common/analytics/plugin';
import type { CallOptions, Envelope } from './envelope';
import type { Ledger } from './ledger';
import type { Plugins } from './plugins';
import { sampled } from './sampled';
import type { AnalyticsSettings } from './settings';

/** Makes calls into events, and lets them through to the queue, or holds them until they may. */
export interface Intake {
  /** The event, or nothing where there is none; a promise of it where plugins see it first. */
  record(type: EventType, fields: Partial<PluginEvent>, options: CallOptions): unknown;
  /** Lets through what was held. */
  release(): void;
  clear(): void;
  held(): number;
}

export interface IntakeParts {
  readonly settings: AnalyticsSettings;
  readonly ledger: Ledger;
  readonly envelope: Envelope;
  now(): number;
  log(name: string, detail: unknown): void;
  /** Whether events are made at all, and whether they go on at once. */
  open(): boolean;
  released(): boolean;
  plugins(): Plugins | undefined;
  queue(text: string): void;
}

const maxHeld = 100;
const maxBurst = 100;
const perSecond = 10;

export function createIntake(parts: IntakeParts): Intake {
  const { settings, ledger, now } = parts;
  let held: PluginEvent[] = [];
  let tokens = maxBurst;
  let refilledAt = now();

  const send = (event: PluginEvent) => {
    const last = settings.beforeSend ? settings.beforeSend(event) : event;
    if (!last) return ledger.drop('before-send');
    parts.queue(JSON.stringify(last));
    parts.plugins()?.after(last);
    return { event: last };
  };
  const pass = (event: PluginEvent): unknown => {
    if (!sampled(`${event.anonymousId}`, settings.sampling)) return undefined;
    const plugins = parts.plugins();
    return plugins
      ? plugins.before(event).then((changed) => ledger.safe(() => changed && send(changed)))
      : send(event);
  };
  /** A loop of an app's that calls without end costs nobody but itself. */
  const runsAway = () => {
    const time = now();
    tokens = Math.min(maxBurst, tokens + ((time - refilledAt) * perSecond) / 1000);
    refilledAt = time;
    if (tokens >= 1) {
      tokens--;
      return false;
    }
    ledger.drop('runaway');
    ledger.warn(`more than ${perSecond} events a second; the rest is dropped`);
    return true;
  };

  return {
    record(type, fields, options) {
      if (!parts.open() || runsAway()) return undefined;
      const event = parts.envelope.seal(type, fields, options);
      if (settings.debug) parts.log(type, event);
      if (parts.released()) return pass(event);
      held.push(event);
      if (held.length > maxHeld) {
        held.shift();
        ledger.drop('buffer-full');
      }
      return { event };
    },
    release() {
      const events = held;
      held = [];
      for (const event of events) ledger.safe(() => pass(event));
    },
    clear() {
      held = [];
    },
    held: () => held.length,
  };
}
