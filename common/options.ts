// The table of options; longer than other files, so that all of them are in one place.
import { alertOptions } from './alert-options';
import type { Authorize } from './authorize';
import { collectorOptions } from './collector-options';
import { dashboardOptions } from './dashboard-options';
import { forwardOptions } from './forward-options';
import { logLevels } from './log-entry';
import { type OptionSources, resolveSchema } from './option-resolve';
import { type GivenOptions, group, option, optional, type ResolvedOptions } from './option-schema';
import {
  boolean,
  fromCode,
  integer,
  oneOf,
  string,
  stringList,
  token,
  urlPath,
} from './option-types';
import type { Sink } from './sink';
import { sinkOptions } from './sink-options';

const second = 1000;
const minute = 60 * second;
const mebibyte = 2 ** 20;

const name = { min: 1, max: 200, unit: 'characters' } as const;

/**
 * Every option, once: types, defaults, validation, messages, the names of
 * environment variables and `docs/options.md` are all made from it.
 */
export const optionsSchema = {
  enabled: option(boolean, {
    default: true,
    help: 'Whether Radiant runs; when false, nothing at all is installed.',
  }),
  service: option(string, {
    ...name,
    default: {
      from: (env) => env.npm_package_name || 'app',
      says: "name in the app's package.json when npm started it, else `app`",
    },
    help: 'Name of the app, the same in all of its processes.',
  }),
  environment: option(string, {
    ...name,
    default: {
      from: (env) => env.NODE_ENV || 'production',
      says: '`NODE_ENV`, else `production`, as in Meteor',
    },
    help: 'Where the app runs, such as development, staging or production.',
  }),
  release: optional(string, {
    ...name,
    help: 'Release of the app; without it the commit the app was built from, else `unknown`.',
  }),
  flushIntervalMs: option(integer, {
    default: 10 * second,
    unit: 'ms',
    min: 100,
    max: 10 * minute,
    help: 'How often what was recorded is closed into a batch and sent.',
  }),
  seriesLimit: option(integer, {
    default: 1000,
    unit: 'series',
    min: 1,
    max: 100_000,
    help: 'Series per metric; beyond it names are folded into `_OTHER` and counted as drops.',
  }),
  histogramLimit: option(integer, {
    default: 10_000,
    unit: 'series',
    min: 1,
    max: 100_000,
    help: 'Histogram series of all metrics together, which need the most memory.',
  }),
  seriesIdleMs: option(integer, {
    default: 60 * minute,
    unit: 'ms',
    min: minute,
    max: 7 * 24 * 60 * minute,
    help: 'How long a series may be silent before it is forgotten.',
  }),
  outboxBytes: option(integer, {
    default: 8 * mebibyte,
    unit: 'bytes',
    min: 64 * 1024,
    max: 1024 * mebibyte,
    help: 'Memory for batches that wait for one sink.',
  }),
  sinkTimeoutMs: option(integer, {
    default: 10 * second,
    unit: 'ms',
    min: 100,
    max: 10 * minute,
    help: 'How long a sink may take to answer one delivery; it is then called off and tried again.',
  }),
  memoryBytes: option(integer, {
    default: 16 * mebibyte,
    unit: 'bytes',
    min: mebibyte,
    max: 1024 * mebibyte,
    help: 'Memory for what the memory sink keeps.',
  }),
  eventLoopResolutionMs: option(integer, {
    default: 20,
    unit: 'ms',
    min: 1,
    max: 1000,
    help: 'How finely the delay of the event loop is measured; finer costs more CPU.',
  }),
  cpuSampling: option(boolean, {
    default: true,
    help: 'Estimates CPU time by name from short windows in which async hooks are installed.',
  }),
  cpuWindowMs: option(integer, {
    default: 250,
    unit: 'ms',
    min: 10,
    max: minute,
    help: 'How long such a window is.',
  }),
  cpuWindowEveryMs: option(integer, {
    default: 10 * second,
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    help: 'How often a window begins, on average; more often while there is little to see.',
  }),
  sinks: option(
    fromCode<readonly Sink[]>(
      'list of sinks',
      'a list of sinks, each with a write function and a lower-case name of its own',
      areSinks,
    ),
    {
      default: [],
      help: 'Sinks of your own; the memory sink joins them unless one of all sinks can be read.',
    },
  ),
  backend: optional(string, {
    ...name,
    help: "Name of the sink that queries read; without it the first that can be read. Naming one of Radiant's own switches it on.",
  }),
  ...sinkOptions,
  ...forwardOptions,
  api: group({
    enabled: option(boolean, {
      default: true,
      help: 'Whether the query API answers over HTTP.',
    }),
    token: optional(token, {
      secret: true,
      min: 16,
      max: 1000,
      unit: 'characters',
      help: 'Bearer token that lets a request in.',
    }),
    path: option(urlPath, {
      default: '/_radiant/api/v1',
      help: "Where the query API is mounted, below the app's root.",
    }),
  }),
  dashboard: dashboardOptions,
  authorize: optional(
    fromCode<Authorize>('function', 'a function', (value) => typeof value === 'function'),
    { help: 'Decides who may read, from the request; only `true`, or a promise of it, lets in.' },
  ),
  instruments: group({
    methods: option(boolean, { default: true, help: 'Records method calls.' }),
    publications: option(boolean, { default: true, help: 'Records publications.' }),
    sessions: option(boolean, { default: true, help: 'Records DDP sessions and their messages.' }),
    observers: option(boolean, {
      default: true,
      help: 'Records Mongo observers and the load they make.',
    }),
    mutations: option(boolean, {
      default: true,
      help: 'Records writes to Mongo collections by this process, and whose they are.',
    }),
    database: option(boolean, {
      default: true,
      help: 'Records operations on the database, and the connections to it.',
    }),
    streams: option(boolean, {
      default: true,
      help: 'Records what the oplog and change streams deliver; without it, there is no coverage of observers.',
    }),
    httpServer: option(boolean, {
      default: true,
      help: 'Records HTTP requests to the app, by route.',
    }),
    httpClient: option(boolean, {
      default: true,
      help: 'Records HTTP requests that the app makes, by host.',
    }),
    errors: option(boolean, {
      default: true,
      help: 'Records exceptions nobody catches, rejections nobody handles, and what Meteor catches in timers.',
    }),
    process: option(boolean, {
      default: true,
      help: 'Records CPU, memory, event loop and garbage collection of the process.',
    }),
    email: option(boolean, {
      default: true,
      help: 'Records how many e-mails are sent and how long that takes; never what they say, nor to whom.',
    }),
    jobs: option(boolean, {
      default: true,
      help: 'Records runs of `Radiant.job` and of the job libraries that are watched.',
    }),
  }),
  traces: group({
    enabled: option(boolean, {
      default: true,
      help: 'Follows every call, and keeps of each name the failures, the slowest and one at random per window.',
    }),
    spanLimit: option(integer, {
      default: 200,
      unit: 'spans',
      min: 10,
      max: 2000,
      help: 'Spans of one trace; what comes beyond is counted by kind.',
    }),
    openSpanLimit: option(integer, {
      default: 50_000,
      unit: 'spans',
      min: 1000,
      max: 1_000_000,
      help: 'Spans of all traces that are open; without room a call is not followed, and counted as a drop.',
    }),
    errorLimit: option(integer, {
      default: 3,
      unit: 'traces',
      min: 0,
      max: 100,
      help: 'Failed calls kept per name and window; errors the app did not mean come first.',
    }),
    windowBytes: option(integer, {
      default: mebibyte,
      unit: 'bytes',
      min: 64 * 1024,
      max: 64 * mebibyte,
      help: 'Memory for the traces kept per window; for lack of it random ones go first, failures last.',
    }),
    userId: option(boolean, {
      default: false,
      help: 'Whether traces of methods and publications hold the id of the user who called.',
    }),
    args: option(oneOf('none', 'shapes'), {
      default: 'none',
      help: 'Whether traces of methods hold the shapes of arguments: types, keys and lengths, no values.',
    }),
    argValues: option(stringList, {
      default: [],
      help: 'Values that traces may hold, by path, such as `tasks.add.0.priority`; never those of secrets.',
    }),
    acceptTraceparent: option(oneOf('never', 'ids', 'sampled'), {
      default: 'ids',
      help: 'What to take from the header `traceparent` of HTTP requests: nothing, the ids, or also the wish that the trace be kept.',
    }),
    propagateTo: option(stringList, {
      default: [],
      help: 'Hosts that are sent the header `traceparent`, with or without port.',
    }),
  }),
  logs: option(oneOf('off', ...logLevels), {
    default: 'off',
    help: 'Records what is logged at this level or above, values masked; `off` hooks nothing.',
  }),
  alerts: alertOptions,
  collector: collectorOptions,
  spill: group({
    path: optional(string, {
      min: 1,
      max: 4_000,
      unit: 'characters',
      help: 'Folder for batches that find no room in memory, or no time at the end of the process, and are sent later; without it they are dropped.',
    }),
    maxBytes: option(integer, {
      default: 256 * mebibyte,
      unit: 'bytes',
      min: mebibyte,
      max: 64 * 1024 * mebibyte,
      help: 'Disk for batches that wait there for one sink, of one process; the oldest are dropped beyond it.',
    }),
  }),
  signals: option(boolean, {
    default: {
      from: (env) => !env.METEOR_PARENT_PID,
      says: '`true`, but not under `meteor run`, which starts the next app without waiting for the last one',
    },
    help: 'Whether SIGTERM, SIGINT and the end of the event loop first send what was recorded; the signal then does what it does without Radiant.',
  }),
  shutdownTimeoutMs: option(integer, {
    default: 2 * second,
    unit: 'ms',
    min: 0,
    max: 3 * second,
    help: 'How long a signal or `Radiant.stop()` may take to deliver what is left.',
  }),
} as const;

/** All options, each with its value. */
export type Options = ResolvedOptions<typeof optionsSchema>;

/** What `Radiant.start` takes, and, but for functions and sinks, `Meteor.settings.radiant`. */
export type UserOptions = GivenOptions<typeof optionsSchema>;

/** `RADIANT_*` variables that are no options: the end-to-end tests read them. */
const otherVariables = new Set(['RADIANT_E2E_URL', 'RADIANT_E2E_TOKEN']);

/**
 * Resolves the options of the agent. Later wins: defaults,
 * `Meteor.settings.radiant`, environment, what code gives.
 *
 * @throws {RadiantError} `options-invalid`, naming for every problem the place,
 * what came (never a secret) and what is accepted.
 */
export function resolveOptions(sources: OptionSources): Options {
  return resolveSchema(optionsSchema, sources, otherVariables);
}

function areSinks(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const names = value.map((sink: Partial<Sink> | null | undefined) =>
    typeof sink?.write === 'function' ? sink.name : undefined,
  );
  return names.every(isSinkName) && new Set(names).size === names.length;
}

function isSinkName(sinkName: unknown): boolean {
  return typeof sinkName === 'string' && /^[a-z][a-z0-9-]*$/.test(sinkName);
}
