import { metrics } from '../../../common/metrics';
import {
  createQueryApi,
  type QueryApi,
  type QueryApiParts,
} from '../../../server/dashboard/query-api';

/** What the clock of every query API of the tests says. */
export const nowMs = 1_700_000_000_000;

/** A query API that lets everybody in. What it is not given fails when it is asked for. */
export function aQueryApi(parts: Partial<QueryApiParts> = {}): QueryApi {
  return createQueryApi({
    access: { check: async () => 'ok' },
    reader: () => undefined,
    status: () => {
      throw new Error('not asked for');
    },
    alerts: notAskedFor,
    settings: () => [],
    metrics,
    profile: notAskedFor,
    reports: {
      observers: notAskedFor,
      findings: notAskedFor,
      releases: notAskedFor,
      deploys: notAskedFor,
      history: notAskedFor,
    },
    wallNow: () => nowMs,
    warn: () => undefined,
    ...parts,
  });
}

export const notAskedFor = () => Promise.reject(new Error('not asked for'));
