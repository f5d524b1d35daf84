import { group, option, optional } from './option-schema';
import {
  boolean,
  databaseName,
  httpUrl,
  identifier,
  integer,
  mongoUrl,
  oneOf,
  record,
  string,
  token,
  urlPath,
} from './option-types';

const mebibyte = 2 ** 20;

const days = (usual: number, help: string) =>
  option(integer, { default: usual, unit: 'days', min: 1, max: 3_650, help });

const hour = 60 * 60_000;
const day = 24 * hour;

/** From two hours to ten years: a window must live until it is in a wider one. */
const kept = (ms: number, help: string) =>
  option(integer, { default: ms, unit: 'ms', min: 2 * hour, max: 3_650 * day, help });

/** Options of the sinks that settings and environment can ask for; one group each. */
export const sinkOptions = {
  clickhouse: group({
    url: optional(httpUrl, {
      secret: true,
      help: 'Keeps what was recorded in ClickHouse, by the HTTP interface at this address.',
    }),
    database: option(identifier, {
      default: 'radiant',
      min: 1,
      max: 100,
      unit: 'characters',
      help: 'The database; it is created.',
    }),
    username: optional(token, {
      min: 1,
      max: 200,
      unit: 'characters',
      help: 'User of ClickHouse.',
    }),
    password: optional(token, {
      secret: true,
      min: 1,
      max: 1_000,
      unit: 'characters',
      help: 'Password of that user.',
    }),
    cluster: optional(identifier, {
      min: 1,
      max: 100,
      unit: 'characters',
      help: 'Makes replicated tables on all servers of this cluster.',
    }),
    asyncInsert: option(boolean, {
      default: true,
      help: 'Whether ClickHouse gathers what several processes insert; from its version 26.1 on, older ones never do.',
    }),
    rawDays: days(7, 'How long windows are kept as they came, observers included.'),
    minuteDays: days(30, 'How long figures are kept by the minute.'),
    hourDays: days(400, 'How long figures are kept by the hour.'),
    traceDays: days(7, 'How long traces are kept.'),
    errorDays: days(90, 'How long errors are kept.'),
    logDays: days(7, 'How long lines of the log are kept.'),
    eventDays: days(90, 'How long analytics events are kept.'),
  }),
  mongo: group({
    enabled: option(boolean, {
      default: false,
      help: 'Whether what was recorded is kept in MongoDB.',
    }),
    url: optional(mongoUrl, {
      secret: true,
      help: "Address of another MongoDB than the app's.",
    }),
    database: optional(databaseName, {
      min: 1,
      max: 60,
      unit: 'characters',
      help: 'The database; without it the one that `mongo.url` names, else that of the app with `_radiant` behind its name.',
    }),
    keepFineMs: kept(3 * hour, 'How long windows are kept as they came.'),
    keepMinutesMs: kept(3 * day, 'How long windows of a minute are kept.'),
    keepTenMinutesMs: kept(14 * day, 'How long windows of ten minutes are kept.'),
    keepHoursMs: kept(90 * day, 'How long windows of an hour are kept.'),
    keepTracesMs: kept(3 * day, 'How long traces are kept.'),
    keepLogsMs: kept(3 * day, 'How long lines of the log are kept.'),
    keepEventsMs: kept(90 * day, 'How long analytics events are kept.'),
  }),
  prometheus: group({
    enabled: option(boolean, {
      default: false,
      help: 'Whether Prometheus may scrape what was recorded.',
    }),
    path: option(urlPath, {
      default: '/_radiant/prometheus',
      help: "Where it scrapes, below the app's root; the guard is that of the query API.",
    }),
  }),
  otlp: group({
    endpoint: optional(httpUrl, {
      secret: true,
      help: 'Sends to this OTLP/HTTP endpoint, below which are `/v1/metrics`, `/v1/traces` and `/v1/logs`.',
    }),
    headers: option(record, {
      default: {},
      secret: true,
      help: 'Headers to send with, such as an API key.',
    }),
    protocol: option(oneOf('http/protobuf', 'http/json'), {
      default: 'http/protobuf',
      help: 'Encoding of what is sent.',
    }),
    gzip: option(boolean, { default: true, help: 'Whether it is compressed.' }),
    temporality: option(oneOf('cumulative', 'delta'), {
      default: 'cumulative',
      help: 'Whether counters and histograms count since the start, or since the batch before; some services want `delta`.',
    }),
    histograms: option(oneOf('explicit', 'exponential'), {
      default: 'explicit',
      help: 'Buckets of histograms: folded to fixed bounds, or exponential as Radiant keeps them, for backends that read these.',
    }),
    metrics: option(boolean, { default: true, help: 'Whether metrics are sent.' }),
    traces: option(boolean, { default: true, help: 'Whether traces are sent.' }),
    logs: option(boolean, { default: true, help: 'Whether errors and logged lines are sent.' }),
  }),
  ndjson: group({
    path: optional(string, {
      min: 1,
      max: 4_000,
      unit: 'characters',
      help: 'Writes every batch as one line of JSON to this file, or to the standard output when it is `-`.',
    }),
    maxBytes: option(integer, {
      default: 64 * mebibyte,
      unit: 'bytes',
      min: 64 * 1024,
      max: 64 * 1024 * mebibyte,
      help: 'Size at which the file is put aside and a new one begun.',
    }),
    maxFiles: option(integer, {
      default: 7,
      unit: 'files',
      min: 1,
      max: 1_000,
      help: 'Files put aside that are kept; the oldest goes first.',
    }),
    daily: option(boolean, {
      default: true,
      help: 'Whether a new file is begun every day, too.',
    }),
  }),
  http: group({
    url: optional(httpUrl, {
      secret: true,
      help: 'Posts every batch to this address, as gzipped JSON.',
    }),
    secret: optional(token, {
      secret: true,
      min: 16,
      max: 1_000,
      unit: 'characters',
      help: 'Key to sign what is posted with (HMAC-SHA256, as Standard Webhooks describes).',
    }),
    headers: option(record, {
      default: {},
      secret: true,
      help: 'Headers to post with, such as `Authorization`.',
    }),
  }),
} as const;
