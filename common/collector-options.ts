import { group, option, optional } from './option-schema';
import { boolean, integer, oneOf, stringList, token, urlPath } from './option-types';

const mebibyte = 2 ** 20;

/** Options of the collector, which takes in what browsers send. */
export const collectorOptions = group({
  enabled: option(boolean, {
    default: true,
    help: 'Whether events of browsers and servers are taken in; when false, the collector answers 404.',
  }),
  path: option(urlPath, {
    default: '/_radiant',
    help: "Where it answers, below the app's root: at `/v1/\u2026` and `/beacon/v1/\u2026` below this path. The client sends to `/_radiant` unless its setting `host` says otherwise, with the path of `ROOT_URL`.",
  }),
  writeKeys: option(stringList, {
    default: [],
    help: 'Write keys that are taken, besides that of the client in `Meteor.settings.public`; with none at all it is `radiant`.',
  }),
  secret: optional(token, {
    secret: true,
    min: 16,
    max: 1_000,
    unit: 'characters',
    help: 'What servers send with, so that they are believed whose address an event is of, and not counted by their own.',
  }),
  origins: option(stringList, {
    default: [],
    help: "Other origins that may send, such as `https://shop.example.com` or that of a Cordova app; the app's own needs no mention.",
  }),
  ip: option(oneOf('truncate', 'remove', 'keep'), {
    default: 'truncate',
    help: 'What is kept of addresses: the network (IPv4 /24, IPv6 /48), nothing, or all.',
  }),
  gpc: option(oneOf('honour', 'no-forwarding', 'ignore'), {
    default: 'honour',
    help: 'What `Sec-GPC: 1` means: events are not stored until the person grants something; they are stored but not forwarded; nothing.',
  }),
  bots: option(oneOf('flag', 'drop', 'ignore'), {
    default: 'flag',
    help: 'What becomes of the events of bots: they are marked, dropped, or not told apart.',
  }),
  allowProperties: option(stringList, {
    default: [],
    help: 'Where not empty: the only properties and traits that are kept.',
  }),
  denyProperties: option(stringList, {
    default: [],
    help: 'Properties and traits that are never kept, at any level.',
  }),
  requestsPerAddress: option(integer, {
    default: 50,
    unit: 'requests per second',
    min: 1,
    max: 100_000,
    help: 'Rate for one address (IPv6: one /64), with ten times as many at once.',
  }),
  requestsPerKey: option(integer, {
    default: 1_000,
    unit: 'requests per second',
    min: 1,
    max: 1_000_000,
    help: 'Rate for one write key, with five times as many at once.',
  }),
  bytesPerSecond: option(integer, {
    default: 16 * mebibyte,
    unit: 'bytes per second',
    min: mebibyte,
    max: 1024 * mebibyte,
    help: 'Rate of all bodies together, inflated; beyond it the collector answers 503. One address has an eighth of it, and half, but at least one body of any size, at once.',
  }),
  rememberedIds: option(integer, {
    default: 400_000,
    unit: 'events',
    min: 1_000,
    max: 50_000_000,
    help: 'Ids remembered, for a day, to tell what was sent twice; with more events than that in a day they are remembered less long.',
  }),
});
