import { readOkgrowSettings } from '../common/analytics/okgrow-settings';
import { isObject } from '../common/is-object';

type Block = Readonly<Record<string, unknown>>;

/**
 * `Meteor.settings.radiant` with what `public.analyticsSettings` of
 * okgrow:analytics says of forwarding below it: what Radiant's own settings or
 * the environment say wins. Google Analytics needs an API secret besides,
 * which nobody had in public settings. An app that has settings of its own for
 * Radiant's client (`public.radiant.analytics`) has moved on: nothing is read.
 */
export function withOkgrow(
  settings: unknown,
  publicSettings: unknown,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  const open = blockOf(publicSettings);
  if (blockOf(open.radiant).analytics !== undefined) return settings;
  const { segment, ga4 } = readOkgrowSettings(open.analyticsSettings)?.forward ?? {};
  const own = settings === undefined ? {} : settings;
  if (!isObject(own) || (!segment && !ga4)) return settings;
  const hasSecret = blockOf(own.ga4).apiSecret ?? env.RADIANT_GA_4_API_SECRET;
  return {
    ...own,
    ...(segment ? { segment: below(own.segment, segment) } : {}),
    ...(ga4 && hasSecret ? { ga4: below(own.ga4, ga4) } : {}),
  };
}

/** Something that is no block is left for the check of the options to refuse. */
function below(own: unknown, usual: object): unknown {
  return own === undefined || isObject(own) ? { ...usual, ...blockOf(own) } : own;
}

function blockOf(value: unknown): Block {
  return isObject(value) ? value : {};
}
