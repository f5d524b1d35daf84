import type { DdpNotes } from '../common/analytics/ddp-notes';
import { appContext } from './analytics/app-context';
import type { FeatureEntry } from './analytics/feature-host';
import type { AnalyticsSettings } from './analytics/settings';
import {
  type ConnectionStatus,
  connection,
  type WatchedConnection,
} from './instruments/connection';
import { cordova } from './instruments/cordova';
import { errors } from './instruments/errors';
import { type HotCodePushTarget, hotCodePush } from './instruments/hot-code-push';
import { type MethodConnection, methods } from './instruments/methods';
import { type StubConnection, stubs } from './instruments/stubs';
import { type SubscriptionConnection, subscriptions } from './instruments/subscriptions';
import { createTimings, type TimingsOptions } from './instruments/timings';
import { webVitals } from './instruments/web-vitals';
import type { FoundMeteor } from './meteor';

interface LateMeteor {
  readonly isCordova?: boolean;
  readonly connection: MethodConnection &
    StubConnection &
    SubscriptionConnection &
    WatchedConnection;
  status(): ConnectionStatus;
}

interface LatePackages {
  readonly tracker: { readonly Tracker: { autorun(run: () => void): { stop(): void } } };
  readonly autoupdate?: { readonly Autoupdate: HotCodePushTarget['autoupdate'] };
  readonly reload?: { readonly Reload: HotCodePushTarget['reload'] };
}

interface LateParts {
  readonly notes: DdpNotes;
  /** Where the router is, if there is one that tells. */
  readonly route?: (() => { readonly pattern?: string | undefined } | undefined) | undefined;
}

/** Features of which nothing is needed for the first events, in a file of their own. */
export function lateFeatures(
  found: FoundMeteor,
  settings: AnalyticsSettings,
  { notes, route }: LateParts,
): FeatureEntry[] {
  const meteor = found.meteor as LateMeteor;
  const packages = found.packages as unknown as LatePackages;
  const { ddp, vitals, errors: caught } = settings;
  const autorun = (run: () => void) => packages.tracker.Tracker.autorun(run);
  const { timings, feature } = createTimings(Object(ddp) as TimingsOptions);
  const entries: FeatureEntry[] = [];
  const add = (name: string, load: FeatureEntry['load']) => entries.push({ name, load });

  if (ddp !== false || vitals !== false || caught !== false) add('timings', () => feature);
  if (ddp !== false) {
    add('methods', () => methods(meteor.connection, notes, timings));
    add('stubs', () => stubs(meteor.connection, timings));
    add('subscriptions', () => subscriptions(meteor.connection, notes, timings));
    add('connection', () =>
      connection(
        {
          connection: meteor.connection,
          watchStatus(changed) {
            const computation = autorun(() => changed(meteor.status()));
            return () => computation.stop();
          },
        },
        notes,
        timings,
      ),
    );
  }
  const { autoupdate, reload } = packages;
  if (autoupdate && reload) {
    add('hotCodePush', () =>
      hotCodePush({
        reload: reload.Reload,
        autoupdate: autoupdate.Autoupdate,
        autorun,
        version: appContext(found)?.version,
      }),
    );
  }
  add('errors', () =>
    errors(
      {
        window: window as never,
        loadMask: async () => (await import('../common/redact/mask-message')).maskMessage,
      },
      timings,
    ),
  );
  if (meteor.isCordova) add('cordova', () => cordova(document as never));
  add('vitals', async () =>
    webVitals(
      { vitals: await import('web-vitals'), location, route: () => route?.()?.pattern },
      timings,
    ),
  );
  return entries;
}
