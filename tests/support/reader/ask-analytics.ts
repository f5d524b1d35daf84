import type { AnalyticsQuery, AnswerTo } from '../../../common/read-analytics';

/** What a query asks beside its range, which is the first minute. */
export type AskAnalytics = <Report extends AnalyticsQuery['report']>(
  query: Omit<Extract<AnalyticsQuery, { report: Report }>, 'from' | 'to'> & {
    readonly report: Report;
    readonly from?: number;
    readonly to?: number;
  },
) => Promise<AnswerTo<Extract<AnalyticsQuery, { report: Report }>>>;
