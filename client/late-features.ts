import type { DdpNotes } from '../common/analytics/ddp-notes';
import type { Feature } from '../common/analytics/feature';
import { appContext } from './analytics/app-context';
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
  readonly connection: MethodConnection &
    StubConnection &
    SubscriptionConnection &
    WatchedConnection;
  status(): ConnectionStatus;
}

interface LatePackages {
  readonly tracker: { readonly Tracker: { autorun(run: () => void): { stop(): void } } };
  readonly autoupdate: { readonly Autoupdate: HotCodePushTarget['autoupdate'] };
  readonly reload: { readonly Reload: HotCodePushTarget['reload'] };
}

interface LateParts {
  readonly notes: DdpNotes;
  /** Where the router is, if there is one that tells. */
  readonly route?: (() => { readonly pattern?: string | undefined } | undefined) | undefined;
}

/** By name: makes what the page can do without until it is there. */
export type LateFeatures = ReturnType<typeof lateFeatures>;
export type LateName = keyof LateFeatures;

/** Features of which nothing is needed for the first events, in a file of their own. */
export function lateFeatures(
  found: FoundMeteor,
  settings: AnalyticsSettings,
  { notes, route }: LateParts,
) {
  const meteor = found.meteor as LateMeteor;
  const packages = found.packages as unknown as LatePackages;
  const autorun = (run: () => void) => packages.tracker.Tracker.autorun(run);
  const { timings, feature } = createTimings(optionsOf(settings.ddp));

  return {
    timings: () => feature,
    methods: () => methods(meteor.connection, notes, timings),
    stubs: () => stubs(meteor.connection, timings),
    subscriptions: () => subscriptions(meteor.connection, notes, timings),
    connection: () =>
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
    hotCodePush: () =>
      hotCodePush({
        reload: packages.reload.Reload,
        autoupdate: packages.autoupdate.Autoupdate,
        autorun,
        version: appContext(found)?.version,
      }),
    errors: () =>
      errors(
        {
          window: window as never,
          loadMask: async () => (await import('../common/redact/mask-message')).maskMessage,
        },
        timings,
      ),
    cordova: () => cordova(document as never),
    vitals: async () =>
      webVitals(
        { vitals: await import('web-vitals'), location, route: () => route?.()?.pattern },
        timings,
      ),
  } satisfies Record<string, () => Feature | Promise<Feature>>;
}

const optionsOf = (given: unknown): TimingsOptions =>
  typeof given === 'object' && given !== null ? given : {};
