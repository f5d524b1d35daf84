import type { JsonObject } from '../common/analytics/event';
import type { FeatureEntry } from './analytics/feature-host';
import type { Route } from './analytics/pages';
import type { AnalyticsSettings } from './analytics/settings';
import type { Features } from './features';
import { type AccountsPackage, accounts } from './instruments/accounts';
import { createDdpNotes, type NotedTarget } from './instruments/ddp-notes';
import type { FoundMeteor } from './meteor';

/** What features need of Meteor; which of it is there is seen when they are installed. */
interface ClientMeteor {
  readonly connection: NotedTarget['connection'];
  status(): { readonly connected: boolean };
  userId(): string | null;
  user(): unknown;
}

interface ClientPackages {
  readonly 'accounts-base'?: { readonly Accounts: AccountsPackage };
  readonly tracker: { readonly Tracker: { nonreactive<Result>(run: () => Result): Result } };
}

/** What is watched of Meteor: accounts and the notes of DDP at once, all else when it has been loaded. */
export function meteorFeatures(
  found: FoundMeteor,
  settings: AnalyticsSettings,
  route: (() => Route | undefined) | undefined,
): Features {
  const meteor = found.meteor as ClientMeteor;
  const packages = found.packages as unknown as ClientPackages;
  const withAccounts = packages['accounts-base'];
  const aside = <Result>(run: () => Result) => packages.tracker.Tracker.nonreactive(run);
  const { notes, feature } = createDdpNotes({
    connection: meteor.connection,
    isConnected: () => aside(() => meteor.status().connected),
  });
  const entries: FeatureEntry[] = [{ name: 'ddp', load: () => feature }];

  if (withAccounts) {
    const target = {
      accounts: withAccounts.Accounts,
      userId: () => aside(meteor.userId),
      user: () => aside(meteor.user),
    };
    const options = {
      traits: settings.traits as ((user: unknown) => JsonObject) | undefined,
      okgrowNames: settings.compat === 'okgrow',
    };
    entries.push({ name: 'accounts', load: () => accounts(target, options) });
  }
  return {
    entries,
    late: () =>
      import('./late-features').then((all) => all.lateFeatures(found, settings, { notes, route })),
  };
}
