import type { JsonObject } from '../common/analytics/event';
import type { FeatureEntry } from './analytics/feature-host';
import type { Route } from './analytics/pages';
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

/** Adds a feature unless its switch is off, with the options in it. */
export type AddFeature = <Options>(
  name: string,
  wanted: Switch | undefined,
  load: (options: Options) => ReturnType<FeatureEntry['load']>,
) => void;

/** What is watched of Meteor: accounts and the notes of DDP at once, all else when it has been loaded. */
export function addMeteorFeatures(
  found: FoundMeteor,
  settings: AnalyticsSettings,
  add: AddFeature,
  route: (() => Route | undefined) | undefined,
): void {
  const meteor = found.meteor as ClientMeteor;
  const packages = found.packages as unknown as ClientPackages;
  const aside = <Result>(run: () => Result) => packages.tracker.Tracker.nonreactive(run);

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
}
