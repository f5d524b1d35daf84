import { group, option, optional } from './option-schema';
import { boolean, httpUrl, integer, oneOf, string, stringList, token } from './option-types';

const key = { secret: true, min: 1, max: 1_000, unit: 'characters' } as const;
const word = { min: 1, max: 200, unit: 'characters' } as const;

/** Whoever was asked must have agreed to this category; see `isConsented`. */
const consent = (name: string) =>
  option(string, {
    ...word,
    default: name,
    help: 'Category of consent that events need of whoever was asked.',
  });

/** Options of the destinations that analytics events are forwarded to; one group each. */
export const forwardOptions = {
  segment: group({
    writeKey: optional(token, {
      ...key,
      help: 'Forwards analytics events to the source of Segment with this write key.',
    }),
    url: option(httpUrl, {
      default: 'https://api.segment.io',
      help: 'Where Segment takes events; in Europe `https://eu1.api.segmentapis.com`.',
    }),
    consent: consent('segment'),
  }),
  rudderstack: group({
    url: optional(httpUrl, {
      help: 'Forwards analytics events to RudderStack; the address of the data plane.',
    }),
    writeKey: optional(token, { ...key, help: 'Write key of the source.' }),
    consent: consent('rudderstack'),
  }),
  jitsu: group({
    url: optional(httpUrl, { help: 'Forwards analytics events to this Jitsu.' }),
    writeKey: optional(token, { ...key, help: 'Write key of the stream, `keyId:secret`.' }),
    consent: consent('jitsu'),
  }),
  posthog: group({
    key: optional(token, {
      ...key,
      help: 'Forwards analytics events to the project of PostHog with this API key, `phc_\u2026`.',
    }),
    url: option(httpUrl, {
      default: 'https://us.i.posthog.com',
      help: 'Where PostHog takes events; in Europe `https://eu.i.posthog.com`.',
    }),
    groupType: option(string, {
      ...word,
      default: 'company',
      help: 'Type of the groups that `group` calls are about.',
    }),
    profiles: option(oneOf('identified', 'always'), {
      default: 'identified',
      help: 'Whether people without a user id get a profile, too, which PostHog charges more for.',
    }),
    consent: consent('posthog'),
  }),
  ga4: group({
    measurementId: optional(token, {
      ...word,
      help: 'Forwards analytics events to the web data stream of Google Analytics 4 with this id, `G-\u2026`.',
    }),
    apiSecret: optional(token, {
      ...key,
      help: 'API secret of the data stream, for the Measurement Protocol.',
    }),
    url: option(httpUrl, {
      default: 'https://www.google-analytics.com',
      help: 'Where Google takes events; in Europe `https://region1.google-analytics.com`.',
    }),
    userId: option(boolean, { default: false, help: 'Whether the id of the user is sent.' }),
    traits: option(stringList, {
      default: [],
      help: 'Traits that are sent as user properties; Google forbids what names a person.',
    }),
    ads: option(boolean, {
      default: false,
      help: 'Whether Google may use what it gets for advertising.',
    }),
    consent: consent('ga4'),
  }),
  matomo: group({
    url: optional(httpUrl, { help: 'Forwards analytics events to this Matomo.' }),
    siteId: optional(integer, {
      min: 1,
      max: 1_000_000_000,
      unit: 'id',
      help: 'Number of the site.',
    }),
    token: optional(token, {
      ...key,
      help: '`token_auth` of a user who may write; without it there are no IP addresses, and nothing that is older than a day.',
    }),
    consent: consent('matomo'),
  }),
} as const;
