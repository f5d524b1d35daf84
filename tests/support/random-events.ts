import type { AnalyticsEvent, EventType, JsonValue } from '../../common/analytics/event';
import { anEvent } from './an-event';
import { seeded } from './seeded';

const users = ['ann', 'bob', 'ключ', '𝒳', '\uffee', "o'neil", '__proto__', '007'];
const anonymous = Array.from({ length: 14 }, (_, index) => `anonymous-${index}`);
const names = ['Viewed', 'Added', 'Paid', 'it\'s "odd"\\', 'ключ', ''];
const paths = ['/', '/todos/1', '/todos/2', '/pay', '/ключ'];
const patterns: Readonly<Record<string, string>> = {
  '/todos/1': '/todos/:id',
  '/todos/2': '/todos/:id',
};
const referrers = [
  'https://news.example/a',
  'http://News.example:8080',
  'https://search.example/?q=https://news.example',
  'android-app://com.example',
  'nonsense',
  '',
];
const plans: readonly JsonValue[] = [
  'free',
  'paid',
  '1',
  1,
  1.5,
  true,
  null,
  ['free'],
  { plan: 'free' },
  '',
  'ключ',
  12345678901,
];
const oddNames = ['plan', "it's", 'say "x"', 'ключ', 'constructor', 'toString', 'with space'];

/** Events of all types in the three weeks before `end`, many at the very same time, in no order. */
export function randomEvents(count: number, seed: number, end: number): AnalyticsEvent[] {
  const random = seeded(seed);
  const one = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new TypeError('nothing to choose from');
    return item;
  };
  const maybe = <Value>(chance: number, make: () => Value) =>
    random() < chance ? make() : undefined;

  const pageOf = (path: string) => ({
    path: maybe(0.9, () => path),
    pattern: patterns[path],
    referrer: maybe(0.6, () => one(referrers)),
  });

  const contextOf = (path: string, withPage: number) => ({
    page: maybe(withPage, () => pageOf(path)),
    visit: maybe(0.8, () => ({
      id: `visit-${Math.floor(random() * 40)}`,
      startedAt: 0,
      sequence: 1,
    })),
    campaign: maybe(0.3, () => ({ source: one(['mail', 'ad', '']), name: one(['June', '']) })),
    bot: maybe(0.15, () => random() < 0.7),
  });

  function saidOf(type: EventType) {
    if (type === 'track') return { event: one(names) };
    if (type === 'identify') return { traits: { plan: one(plans) } };
    return { name: maybe(0.6, () => one(names)) };
  }

  function makeEvent(): AnalyticsEvent {
    const type = one(['track', 'track', 'track', 'page', 'page', 'screen', 'identify'] as const);
    const path = one(paths);
    const withIds = random();
    const event = {
      type,
      at: timeOf(),
      ...saidOf(type),
      anonymousId: withIds < 0.8 ? one(anonymous) : undefined,
      userId: withIds > 0.65 ? one(users) : undefined,
      writeKey: random() < 0.8 ? 'radiant' : 'other',
      properties: maybe(0.7, () => ({ [one(oddNames)]: one(plans), path })),
      context: contextOf(path, type === 'page' ? 0.8 : 0.2),
    };
    return anEvent(JSON.parse(JSON.stringify(event))); // what is undefined is absent
  }

  /** Near the begins of weeks, days and hours, and often the same. */
  function timeOf(): number {
    const hour = 3_600_000;
    const at = end - 1 - Math.floor(random() * 21 * 24) * hour;
    return random() < 0.5 ? Math.floor(at / hour) * hour + Math.floor(random() * 3) - 1 : at;
  }

  return Array.from({ length: count }, makeEvent);
}
