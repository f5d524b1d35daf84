import { isObject } from '../is-object';

/**
 * What `Meteor.settings.public.analyticsSettings`, the block that
 * okgrow:analytics 3 reads, means to Radiant. Every key of it is named, in
 * `mapped` or in `refused`.
 */
export interface OkgrowSettings {
  /** False switches automatic pages off. */
  readonly pages?: false;
  /** Tools that the app has loaded in the browser, to hand events to. */
  readonly bridges: ReadonlyArray<'gtag' | 'mixpanel' | 'intercom'>;
  /** Whether Google Analytics is told the id of the user. */
  readonly gaUserId: boolean;
  /** What the server forwards to, as its options have it. */
  readonly forward: {
    readonly segment?: { readonly writeKey: string; readonly url?: string };
    readonly ga4?: { readonly measurementId: string; readonly userId: boolean };
  };
  readonly mapped: readonly string[];
  /** With the reason, or with what to do instead. */
  readonly refused: readonly string[];
}

type Block = Readonly<Record<string, unknown>>;

const viaSegment = 'forward through Segment, or register a plugin';
const unknown = 'not known to okgrow:analytics either';

/** Destinations of okgrow:analytics that Radiant has nothing for. */
const unserved = [
  'Amplitude',
  'Chartbeat',
  'comScore',
  'HubSpot',
  'Keen IO',
  'KISSmetrics',
  'Quantcast',
];

/** Of the destinations that are served: the options that mean something here, and why others do not. */
const served: Readonly<Record<string, { readonly used: readonly string[]; readonly why: string }>> =
  {
    'Segment.io': {
      used: ['apiKey', 'apiHost', 'retryQueue'],
      why: 'of analytics.js, not of forwarding',
    },
    'Google Analytics': {
      used: ['trackingId', 'sendUserId', 'includeSearch', 'dimensions', 'metrics', 'anonymizeIp'],
      why: 'of Universal Analytics',
    },
    Mixpanel: { used: ['token'], why: 'set it where Mixpanel is loaded' },
    Intercom: { used: ['appId'], why: 'set it where Intercom is loaded' },
  };

/** Reads the block; undefined where there is none. Whatever is in it, nothing throws. */
export function readOkgrowSettings(block: unknown): OkgrowSettings | undefined {
  if (!isObject(block)) return undefined;
  const { apiKey, apiHost } = partOf(block, 'Segment.io');
  const { trackingId, sendUserId } = partOf(block, 'Google Analytics');
  const userId = sendUserId === true;
  const url = typeof apiHost === 'string' ? { url: urlOf(apiHost) } : {};
  return {
    ...(block.autorun === false ? { pages: false } : {}),
    bridges: [
      ...(isMeasurementId(trackingId) ? ['gtag' as const] : []),
      ...(partOf(block, 'Mixpanel').token ? ['mixpanel' as const] : []),
      ...(partOf(block, 'Intercom').appId ? ['intercom' as const] : []),
    ],
    gaUserId: userId,
    forward: {
      ...(typeof apiKey === 'string' ? { segment: { writeKey: apiKey, ...url } } : {}),
      ...(isMeasurementId(trackingId) ? { ga4: { measurementId: trackingId, userId } } : {}),
    },
    ...sorted(block),
  };
}

/** Every key of the block, as what is used and what is not. */
function sorted(block: Block): Pick<OkgrowSettings, 'mapped' | 'refused'> {
  const verdicts = Object.keys(block).flatMap((name) => verdictsOn(name, block));
  return {
    mapped: verdicts.flatMap(({ path, why }) => (why ? [] : [path])),
    refused: verdicts.flatMap(({ path, why }) => (why ? [`${path} (${why})`] : [])),
  };
}

interface Verdict {
  readonly path: string;
  /** Why it is not used; absent where it is. */
  readonly why?: string | undefined;
}

function verdictsOn(name: string, block: Block): Verdict[] {
  if (name === 'autorun') return [{ path: name }];
  const destination = Object.getOwnPropertyDescriptor(served, name) ? served[name] : undefined;
  if (!destination) {
    return [{ path: name, why: unserved.includes(name) ? viaSegment : unknown }];
  }
  return Object.entries(partOf(block, name)).map(([key, value]) => ({
    path: `${name}.${key}`,
    why: destination.used.includes(key) ? whyNotId(key, value) : destination.why,
  }));
}

/** One line that says what became of the block. */
export function okgrowNotice({ pages, mapped, refused }: OkgrowSettings): string {
  const parts = [
    'analyticsSettings of okgrow:analytics are read',
    mapped.length > 0 ? `; used: ${mapped.join(', ')}` : '',
    refused.length > 0 ? `; not used: ${refused.join(', ')}` : '',
    pages === false
      ? '; autorun: false turns off pages only, public.radiant.analytics.accounts is the switch for sign-ins'
      : '',
  ];
  return `${parts.join('')}.`;
}

function whyNotId(key: string, value: unknown): string | undefined {
  if (key !== 'trackingId' || isMeasurementId(value)) return undefined;
  return /^UA-/i.test(String(value))
    ? 'Universal Analytics ended on 2023-07-01; an id of GA4 begins with G-'
    : 'an id of GA4 begins with G-';
}

function isMeasurementId(id: unknown): id is string {
  return typeof id === 'string' && /^G-/i.test(id);
}

function partOf(block: Block, name: string): Block {
  const part = block[name];
  return isObject(part) ? part : {};
}

/** okgrow's `apiHost` is a host with a path, such as `api.segment.io/v1`. */
function urlOf(apiHost: string): string {
  const url = /^https?:\/\//.test(apiHost) ? apiHost : `https://${apiHost}`;
  return url.replace(/\/v1\/?$/, '');
}
