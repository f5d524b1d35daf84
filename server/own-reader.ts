import type { InvocationContext } from '../common/invocation';
import { ownInvocation } from '../common/own-invocation';
import type { AnalyticsQuery, AnswerTo } from '../common/read-analytics';
import type { Reader } from '../common/reader';

/** The same reader, whose requests to its backend are Radiant's, not of the call that happens to read. */
export function ownReader(reader: Reader, context: Pick<InvocationContext, 'run'>): Reader {
  function own<Query, Answer>(read: (query: Query) => Promise<Answer>) {
    return async (query: Query): Promise<Answer> =>
      context.run(ownInvocation, read, reader, [query]);
  }
  return {
    capabilities: reader.capabilities,
    read: own(reader.read),
    observers: own(reader.observers),
    traces: own(reader.traces),
    errors: own(reader.errors),
    logs: own(reader.logs),
    events: own(reader.events),
    analytics: <Query extends AnalyticsQuery>(query: Query) =>
      own<Query, AnswerTo<Query>>(reader.analytics)(query),
    ...(reader.forget ? { forget: own(reader.forget) } : {}),
    resources: own(reader.resources),
  };
}
