import type { DeploysAnswer } from '../common/deploys-answer';
import { RadiantError } from '../common/errors';
import type { ForgetQuery, Forgotten } from '../common/forget';
import type { FindingsReport, ObserversReport } from '../common/load-report';
import type { AnalyticsQuery, AnswerTo } from '../common/read-analytics';
import type { ErrorsAnswer, ErrorsQuery } from '../common/read-errors';
import type { EventsAnswer, EventsQuery } from '../common/read-events';
import type { LogsAnswer, LogsQuery } from '../common/read-logs';
import type { TracesAnswer, TracesQuery } from '../common/read-traces';
import type { ReadAnswer, Reader, ReadQuery } from '../common/reader';
import type { ReleasesAnswer, ReleasesQuery } from '../common/releases-answer';
import { reportDeploys } from './deploy-report';
import { reportFindings, reportObservers } from './load-report';
import type { LoadQuery } from './read-load';
import { reportReleases } from './release-report';

/** What can be asked about what was recorded. */
export interface ReadApi {
  /**
   * Reads back what was recorded, from the configured backend.
   *
   * @throws {RadiantError} (as a rejection) `not-started`, `no-reader` or `read-invalid`.
   */
  read(query: ReadQuery): Promise<ReadAnswer>;

  /**
   * Who observes what, ranked by the CPU it takes: per publication or method,
   * collection, query shape and driver, over all processes of the backend.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  observers(query: LoadQuery): Promise<ObserversReport>;

  /**
   * What of the observers has to be acted on (guilty, leaking, duplicated ...),
   * the most severe first; `docs/findings.md` explains each kind.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  findings(query: LoadQuery): Promise<FindingsReport>;

  /**
   * Two releases side by side: what each method, publication, HTTP route and
   * job does in both, and which differences are more than chance, the worst
   * first; `docs/releases.md` explains how.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  releases(query: ReleasesQuery): Promise<ReleasesAnswer>;

  /**
   * When releases came, and which processes were started again or added.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  deploys(query: LoadQuery): Promise<DeploysAnswer>;

  /**
   * Traces that were kept, the newest or the slowest first.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  traces(query: TracesQuery): Promise<TracesAnswer>;

  /**
   * Errors by group, the most frequent or the last first.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  errors(query: ErrorsQuery): Promise<ErrorsAnswer>;

  /**
   * Lines the app logged, the newest first.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  logs(query: LogsQuery): Promise<LogsAnswer>;

  /**
   * Analytics events that were taken in, the newest first.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  events(query: EventsQuery): Promise<EventsAnswer>;

  /**
   * People and what they did, by the report asked for: active users, event
   * counts, top pages, sources, a funnel or retention.
   *
   * @throws {RadiantError} (as a rejection) as `read` does.
   */
  analytics<Query extends AnalyticsQuery>(query: Query): Promise<AnswerTo<Query>>;

  /**
   * Deletes the analytics events of a person, by `userId`, `anonymousId` or
   * either, from the backend: what other sinks have had is theirs, and so is
   * what waits there, or in the window that is open.
   *
   * @throws {RadiantError} (as a rejection) `not-started`, `no-reader` or `forget-invalid`.
   */
  forget(query: ForgetQuery): Promise<Forgotten>;
}

/** `currentReader` throws `not-started` while no agent runs. */
export function createReadApi(currentReader: () => Reader | undefined): ReadApi {
  function reader(): Reader {
    const current = currentReader();
    if (current) return current;
    throw new RadiantError('no-reader', 'the backend cannot be read');
  }

  return {
    read: async (query) => reader().read(query),
    observers: async (query) => reportObservers(reader(), query),
    findings: async (query) => reportFindings(reader(), query),
    deploys: async (query) => reportDeploys(reader(), query),
    releases: async (query) => reportReleases(reader(), query),
    traces: async (query) => reader().traces(query),
    errors: async (query) => reader().errors(query),
    logs: async (query) => reader().logs(query),
    events: async (query) => reader().events(query),
    analytics: async (query) => reader().analytics(query),
    async forget(query) {
      const current = reader();
      if (current.forget) return current.forget(query);
      throw new RadiantError('no-reader', 'the backend cannot forget anybody');
    },
  };
}
