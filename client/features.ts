import type { JsonObject } from '../common/analytics/event';
import type { FeatureEntry } from './analytics/feature-host';
import type { PageOptions } from './analytics/page-rules';
import { pages } from './analytics/pages';
import { routeOf } from './analytics/route-of';
import type { AnalyticsSettings, Switch } from './analytics/settings';
import { type AccountsPackage, accounts } from './instruments/accounts';
import { createDdpNotes, type NotedTarget } from './instruments/ddp-notes';
import type { LateFeatures, LateName } from './late-features';
import type { FoundMeteor } from './meteor';

/** What features need of Meteor; which of it is there is seen when they are installed. */
interface ClientMeteor {
  readonly connection: NotedTarget['connection'];
  readonly isCordova?: boolean;
  status(): { readonly connected: boolean };
  userId(): string | null;
  user(): unknown;
}

interface ClientPackages {
  readonly 'accounts-base'?: { readonly Accounts: AccountsPackage };
  readonly tracker: { readonly Tracker: { nonreactive<Result>(run: () => Result): Result } };
  readonly autoupdate?: object;
  readonly reload?: object;
}

/**
 * What the client watches, as far as the settings want it and the app has it:
 * a switch that is not there is on; one that is an object is on, and has the
 * options in it. All but pages, accounts and the notes of DDP is loaded later.
 */
export function features(found: FoundMeteor, settings: AnalyticsSettings): FeatureEntry[] {
  const entries: FeatureEntry[] = [];
  const meteor = found.meteor as ClientMeteor;
  const packages = found.packages as unknown as ClientPackages;
  const add = <Options>(
    name: string,
    wanted: Switch | undefined,
    load: (options: Options) => ReturnType<FeatureEntry['load']>,
  ) => {
    if (wanted !== false) entries.push({ name, load: () => load(Object(wanted) as Options) });
  };
  const aside = <Result>(run: () => Result) => packages.tracker.Tracker.nonreactive(run);
  const route = routeOf(found.packages, (Object(settings.pages) as PageOptions).route);

  add('pages', settings.pages, async (options: PageOptions) =>
    pages({
      window: window as never,
      route,
      rules:
        settings.pages || settings.compat
          ? (await import('./analytics/page-rules')).pageRules(options, settings.compat)
          : undefined,
      loadHistory: () => import('./analytics/watch-history').then((loaded) => loaded.watchHistory),
    }),
  );

  const withAccounts = packages['accounts-base'];
  if (withAccounts) {
    add('accounts', settings.accounts, () =>
      accounts(
        {
          accounts: withAccounts.Accounts,
          userId: () => aside(meteor.userId),
          user: () => aside(meteor.user),
        },
        {
          traits: settings.traits as ((user: unknown) => JsonObject) | undefined,
          okgrowNames: settings.compat === 'okgrow',
        },
      ),
    );
  }

  const ddp = createDdpNotes({
    connection: meteor.connection,
    isConnected: () => aside(() => meteor.status().connected),
  });
  let loaded: Promise<LateFeatures> | undefined;
  const late = (...names: readonly LateName[]) => {
    const load = (name: LateName) => {
      loaded ||= import('./late-features').then((all) =>
        all.lateFeatures(found, settings, { notes: ddp.notes, route }),
      );
      return loaded.then((made) => made[name]());
    };
    for (const name of names) add(name, settings[name] as Switch, () => load(name));
  };
  if ([settings.ddp, settings.vitals, settings.errors].some((wanted) => wanted !== false)) {
    late('timings', 'vitals', 'errors');
  }
  if (settings.ddp !== false) {
    add('ddp', settings.ddp, () => ddp.feature);
    late('methods', 'stubs', 'subscriptions', 'connection');
  }
  if (packages.autoupdate && packages.reload) late('hotCodePush');
  if (meteor.isCordova) late('cordova');
  return entries;
}
