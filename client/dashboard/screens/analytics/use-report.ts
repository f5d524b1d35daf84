import type { AnalyticsAnswer } from '../../../../common/read-analytics';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { type Answer, useAnswer } from '../../data/use-answer';
import { params } from '../../state/location';

type Report = AnalyticsAnswer['report'];
type Params = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Asks for a report in the range and with the filters of the screen; of bots, too, where that is chosen. */
export function useReport<Name extends Report>(
  report: Name,
  more: Params = {},
): Answer<Extract<AnalyticsAnswer, { readonly report: Name }>> {
  return useAnswer(reportAddress(report, more));
}

/** Nothing is asked where `isAsked` is false, such as a funnel without steps. */
export function useReportIf<Name extends Report>(
  isAsked: boolean,
  report: Name,
  more: Params,
): Answer<Extract<AnalyticsAnswer, { readonly report: Name }>> {
  return useAnswer(isAsked ? reportAddress(report, more) : undefined);
}

function reportAddress(report: Report, more: Params): string {
  const bots = params.value.bots === '1' ? 'true' : undefined;
  return apiAddress('analytics', { report, ...rangeParams(), bots, ...more });
}
