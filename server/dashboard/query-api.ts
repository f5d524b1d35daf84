import type { IncomingMessage, ServerResponse } from 'node:http';
import { RadiantError } from '../../common/errors';
import type { MetricDefinition } from '../../common/metrics';
import type { ObserverHistoryQuery } from '../../common/observer-history';
import type { ObserversQuery, Reader } from '../../common/reader';
import type { ReleasesQuery } from '../../common/releases-answer';
import type { Status } from '../../common/status';
import type { Access } from './access';
import { type Answer, failure, json, send } from './answer';
import { isFromAnotherSite } from './cross-site';
import { analyticsQueryFrom, eventsQueryFrom } from './event-params';
import { historyQueryFrom } from './history-params';
import { postOnly, profileAnswer, profileFailure, type TakeProfile } from './profile-answer';
import { rangeFrom } from './range-params';
import { rangeQueryFrom, readQueryFrom, releasesQueryFrom } from './read-params';
import { answerReads } from './reads-answer';
import { errorsQueryFrom, logsQueryFrom, tracesQueryFrom } from './record-params';
import { refusals, wrongMethod } from './refusals';

/** Puts an answer together from what a reader gives of a range. */
export type Report = (
  reader: Reader,
  query: Pick<ObserversQuery, 'from' | 'to' | 'resource'>,
) => Promise<unknown>;

/** The reports there are. */
export interface Reports extends Readonly<Record<'observers' | 'findings' | 'deploys', Report>> {
  readonly releases: (reader: Reader, query: ReleasesQuery) => Promise<unknown>;
  readonly history: (reader: Reader, query: ObserverHistoryQuery) => Promise<unknown>;
}

export interface QueryApiParts {
  readonly access: Pick<Access, 'check'>;
  /** What is read now; `undefined`, or a throw of `no-reader`, when nothing can be. */
  readonly reader: () => Reader | undefined;
  readonly status: () => Status;
  /** How alerts are, whether they are on or not. */
  readonly alerts: () => Promise<object>;
  /** The options that are in effect, without secrets. */
  readonly settings: () => readonly object[];
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly reports: Reports;
  /** Takes a CPU profile of this process. */
  readonly profile: TakeProfile;
  readonly warn: (message: string) => void;
  /** Epoch milliseconds; the system's clock unless given. */
  readonly wallNow?: () => number;
}

/** A handler for express or node's own server. It answers every request, and never calls `next`. */
export type QueryApi = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

type Route = (params: URLSearchParams) => unknown;

/**
 * The query API: `GET` or `HEAD` of `read`, `reads`, `observers`,
 * `observers/history`, `findings`, `releases`, `deploys`, `traces`, `errors`,
 * `logs`, `events`, `analytics`, `resources`, `alerts`, `status`, `settings` and
 * `metrics`, below the path it is mounted at. Answers are JSON; a
 * failure is `{ error: { code, message } }`.
 * Whoever is not let in learns nothing.
 */
export function createQueryApi(parts: QueryApiParts): QueryApi {
  const { access, status, settings, metrics, reports, warn, wallNow = Date.now } = parts;
  /** Paths whose failure was logged, until they work again. */
  const failing = new Set<string>();

  const reader = (): Reader => {
    const current = parts.reader();
    if (current) return current;
    throw new RadiantError('no-reader', 'nothing can be read: no sink keeps what was recorded');
  };

  const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
    ['/read', (params) => reader().read(readQueryFrom(params, wallNow()))],
    ['/reads', (params) => answerReads(reader(), params, wallNow())],
    [
      '/resources',
      async (params) => ({ resources: await reader().resources(rangeFrom(params, wallNow())) }),
    ],
    ['/observers', (params) => reports.observers(reader(), rangeQueryFrom(params, wallNow()))],
    [
      '/observers/history',
      (params) => reports.history(reader(), historyQueryFrom(params, wallNow())),
    ],
    ['/findings', (params) => reports.findings(reader(), rangeQueryFrom(params, wallNow()))],
    ['/deploys', (params) => reports.deploys(reader(), rangeQueryFrom(params, wallNow()))],
    ['/releases', (params) => reports.releases(reader(), releasesQueryFrom(params, wallNow()))],
    ['/traces', (params) => reader().traces(tracesQueryFrom(params, wallNow()))],
    ['/errors', (params) => reader().errors(errorsQueryFrom(params, wallNow()))],
    ['/logs', (params) => reader().logs(logsQueryFrom(params, wallNow()))],
    ['/events', (params) => reader().events(eventsQueryFrom(params, wallNow()))],
    ['/analytics', (params) => reader().analytics(analyticsQueryFrom(params, wallNow()))],
    ['/alerts', parts.alerts],
    ['/status', status],
    ['/settings', () => ({ settings: settings() })],
    ['/metrics', () => ({ metrics })],
  ]);

  async function answerToProfile(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return postOnly;
    const verdict = isFromAnotherSite(request) ? 'denied' : await access.check(request);
    if (verdict !== 'ok') return refusals[verdict];
    return profileAnswer(addressOf(request).params, parts.profile);
  }

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if (addressOf(request).path === '/profile') return answerToProfile(request);
    if (!(request.method === 'GET' || request.method === 'HEAD')) return wrongMethod;
    const verdict = await access.check(request);
    if (verdict !== 'ok') return refusals[verdict];
    const { path, params } = addressOf(request);
    const route = routes.get(path);
    if (!route) return notFound([...routes.keys()]);
    const answer = json(200, await route(params));
    failing.delete(path);
    return answer;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(response, await answerTo(request));
    } catch (error) {
      send(response, expectedFailure(error) ?? unexpected(error, addressOf(request).path));
    }
  }

  function unexpected(error: unknown, path: string): Answer {
    if (!failing.has(path)) {
      warn(`the query API failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    if (routes.has(path)) failing.add(path);
    return failure(500, 'internal', "Radiant failed to answer; the reason is in the app's log.");
  }

  return (request, response) => {
    respond(request, response).catch(() => response.destroy());
  };
}

function addressOf({ url = '' }: IncomingMessage) {
  const [path = '', ...search] = url.split('?');
  return { path, params: new URLSearchParams(search.join('?')) };
}

function expectedFailure(error: unknown): Answer | undefined {
  if (!(error instanceof RadiantError)) return undefined;
  if (error.code === 'read-invalid') return failure(400, error.code, error.message);
  if (error.code === 'no-reader') return failure(503, error.code, error.message);
  return profileFailure(error);
}

function notFound(paths: readonly string[]): Answer {
  return failure(404, 'not-found', `There are ${paths.map((path) => path.slice(1)).join(', ')}.`);
}
