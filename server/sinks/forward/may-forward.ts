import type { AnalyticsEvent } from '../../../common/analytics/event';
import { isConsented } from '../../../common/analytics/is-consented';
import type { Destination } from './destination';

/**
 * Whether an event may leave for a third party: not from a bot, not from a
 * browser that asks not to be shared (`Sec-GPC`), not without the consent that
 * belongs to the destination, and not where the event itself says no in its
 * `integrations` (by the destination's name or title; `All: false` means all it does not name).
 */
export function mayForward(
  { context, integrations }: AnalyticsEvent,
  { name, title }: Pick<Destination, 'name' | 'title'>,
  consent: string,
): boolean {
  if (context.bot || context.gpc) return false;
  if (!isConsented(context.consent?.categoryPreferences, consent)) return false;
  const named = integrations?.[title] ?? integrations?.[name];
  return named === undefined ? integrations?.All !== false : named !== false;
}
