import type { Reader, ReadQuery } from '../../../common/reader';
import { notAskedFor } from './a-query-api';

/** A reader that answers with `read`, and what it was asked for. */
export function aReader(read: Reader['read'] = async () => ({}) as never) {
  const queries: ReadQuery[] = [];
  const ranges: unknown[] = [];
  const reader: Reader = {
    capabilities: { buckets: true },
    read: async (query) => {
      queries.push(query);
      return read(query);
    },
    observers: async () => ({}) as never,
    traces: notAskedFor,
    errors: notAskedFor,
    logs: notAskedFor,
    events: notAskedFor,
    analytics: notAskedFor,
    resources: async (range) => {
      ranges.push(range);
      return [];
    },
  };
  return { reader, queries, ranges };
}
