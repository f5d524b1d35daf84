import type { AlertPlace, AlertStore } from '../common/alert-store';
import type { AlertEvaluator } from '../common/alerts-answer';
import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import { processStore } from './alerts/process-store';
import { type AppMongo, placeIn } from './app-mongo';
import { alertCollection } from './sinks/mongo/alert-collection';
import { createAlertStore } from './sinks/mongo/alert-store';

export interface ChosenStore extends Pick<AlertEvaluator, 'scope' | 'scopeReason'> {
  readonly store: AlertStore;
}

export interface StoreParts {
  readonly options: Options;
  readonly backend: Sink;
  readonly place: AlertPlace;
  readonly holder: string;
  readonly now: () => number;
  readonly wallNow: () => number;
  /** @throws where the app has no MongoDB */
  readonly mongo: () => AppMongo;
}

/** Backends of Radiant's that all processes of an app share. */
const shared: ReadonlySet<string> = new Set(['mongo', 'clickhouse']);

/**
 * Where the state of alerts is kept, and with that who evaluates: with a
 * backend that all processes share, one of them, by a lease beside the figures,
 * or in the app's MongoDB where the backend has no place for it.
 */
export function alertStoreOf(parts: StoreParts): ChosenStore {
  const { options, backend, place } = parts;
  const scope = options.alerts.scope ?? (shared.has(backend.name) ? 'fleet' : 'process');
  const ownStore = (scopeReason: string): ChosenStore => ({
    scope: 'process',
    scopeReason,
    store: processStore(place),
  });
  if (scope === 'process') {
    return ownStore(
      options.alerts.scope ? 'alerts.scope says so' : `the backend is ${backend.name}`,
    );
  }
  if (backend.alertStore) return { scope, store: backend.alertStore(place) };
  const store = storeInMongo(parts);
  return store
    ? { scope, store }
    : ownStore('there is no MongoDB in which processes could agree who evaluates');
}

function storeInMongo(parts: StoreParts): AlertStore | undefined {
  const { place, holder, now, wallNow, options } = parts;
  try {
    const app = parts.mongo();
    const { url, database } = options.mongo;
    const { open, close } = alertCollection({
      driver: app.driver,
      ...placeIn(app, { url, database }),
    });
    return createAlertStore({ ...place, holder, now, wallNow, alerts: open, close });
  } catch {
    return undefined; // no package mongo, no address, or one that the driver cannot read
  }
}
