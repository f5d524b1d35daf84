import { type EventType, eventTypes } from '../../common/analytics/event';

/** What a request is for. */
export type Endpoint =
  | { readonly kind: 'batch'; readonly isBeacon: boolean }
  | { readonly kind: 'single'; readonly type: EventType }
  /** Figures that analytics-next sends about itself. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'settings'; readonly writeKey: string };

/** The endpoint at a path below the collector's own, or `undefined`. A slash at the end means nothing. */
export function endpointOf(path: string): Endpoint | undefined {
  const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return fixed.get(plain) ?? settingsAt(plain);
}

/** analytics-next sends to the first letter of the type. */
const ofTypes = eventTypes.flatMap((type) => {
  const endpoint: Endpoint = { kind: 'single', type };
  return [
    [`/v1/${type}`, endpoint],
    [`/v1/${type[0]}`, endpoint],
  ] as const;
});

const batch: Endpoint = { kind: 'batch', isBeacon: false };

const fixed: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ...ofTypes,
  ['/v1/b', batch],
  ['/v1/batch', batch],
  ['/v1/import', batch],
  ['/v1/m', { kind: 'ignored' }],
  ['/beacon/v1/batch', { kind: 'batch', isBeacon: true }],
]);

function settingsAt(path: string): Endpoint | undefined {
  const writeKey = /^\/v1\/projects\/([\w.~-]{1,200})\/settings$/.exec(path)?.[1];
  return writeKey === undefined ? undefined : { kind: 'settings', writeKey };
}
