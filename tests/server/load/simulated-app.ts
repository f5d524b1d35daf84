import type { ObserverEntry, ObserverKey } from '../../../common/observer-entry';
import type { LoadWindow, SubscriptionFlow } from '../../../server/load/load-window';
import { anObserver } from '../../support/an-observer';
import { seeded } from '../../support/seeded';

/** Time goes in ticks, ten to a window of a second. */
export const ticksPerWindow = 10;

/** What subscriptions of the simulated app do. */
export interface Behaviour {
  readonly seed: number;
  readonly bots?: number;
  readonly windows?: number;
  /** All bots connect within so many ticks. */
  readonly rampTicks?: number;
  /** An observer opens at most so many ticks behind its subscription, and ends so many behind its end. */
  readonly openLag?: number;
  readonly stopLag?: number;
  /** All bots lose their connection at this tick. */
  readonly outageAt?: number;
  /** Share of the subscriptions of `leaky` whose observer is never stopped. */
  readonly leak?: number;
}

type MutableEntry = { -readonly [Key in keyof ObserverEntry]: ObserverEntry[Key] };

interface Subscription {
  readonly publication: string;
  readonly from: number;
  readonly to: number;
}

interface Handle {
  readonly key: ObserverKey;
  readonly owner: Subscription;
  readonly from: number;
  readonly to: number;
}

const shapes: Readonly<Record<string, ReadonlyArray<readonly [shape: string, handles: number]>>> = {
  plain: [['{listId: ?}', 1]],
  composite: [
    ['{}', 1],
    ['{parentId: ?}', 10],
  ],
  either: [],
  leaky: [['{userId: ?}', 1]],
};

/** The windows of a process whose clients come and go, subscribe and unsubscribe at random. */
export function simulateApp(behaviour: Behaviour): LoadWindow[] {
  const { seed, bots = 200, windows = 30 } = behaviour;
  const random = seeded(seed);
  const endsAt = windows * ticksPerWindow;
  const sessions: Array<readonly [number, number]> = [];
  const subscriptions: Subscription[] = [];
  for (let bot = 0; bot < bots; bot++) {
    let at = Math.floor(random() * (behaviour.rampTicks ?? 50));
    while (at < endsAt) {
      const leavesAt = leaveTick(at, behaviour, random);
      sessions.push([at, leavesAt]);
      subscribe(at, leavesAt, random, subscriptions);
      at = leavesAt + 1 + Math.floor(random() * 20);
    }
  }
  const handles = subscriptions.flatMap((owner) => open(owner, behaviour, random));
  return Array.from({ length: windows }, (_, number) =>
    windowOf(number, sessions, subscriptions, handles),
  );
}

function leaveTick(at: number, { outageAt }: Behaviour, random: () => number): number {
  const leavesAt = at + 20 + Math.floor(random() * 400);
  return outageAt !== undefined && at < outageAt ? Math.min(leavesAt, outageAt) : leavesAt;
}

/** One client: up to three subscriptions of each publication, one after the other or together. */
function subscribe(from: number, to: number, random: () => number, into: Subscription[]): void {
  for (const publication of Object.keys(shapes)) {
    for (let slot = 0; slot < 3; slot++) {
      let at = from + Math.floor(random() * 15);
      while (at < to) {
        const ends = Math.min(to, at + 2 + Math.floor(random() * 60));
        into.push({ publication, from: at, to: ends });
        at = ends + 1 + Math.floor(random() * 60);
      }
    }
  }
}

function open(owner: Subscription, behaviour: Behaviour, random: () => number): Handle[] {
  const { openLag = 1, stopLag = 1, leak = 0 } = behaviour;
  const own =
    owner.publication === 'either'
      ? [[random() < 0.3 ? '{admin: ?}' : '{member: ?}', 1] as const]
      : (shapes[owner.publication] ?? []);
  const isLeaked = owner.publication === 'leaky' && random() < leak;
  return own.flatMap(([shape, count]) => {
    const from = owner.from + Math.floor(random() * (openLag + 1));
    const to = Math.max(from, owner.to + Math.floor(random() * (stopLag + 1)));
    const { collection, driver } = anObserver();
    const key = {
      owner: { kind: 'publication', name: owner.publication },
      collection,
      shape,
      driver,
    } as const;
    return new Array<Handle>(count).fill({
      key,
      owner,
      from,
      to: isLeaked ? Number.POSITIVE_INFINITY : to,
    });
  });
}

function windowOf(
  number: number,
  sessions: ReadonlyArray<readonly [number, number]>,
  subscriptions: readonly Subscription[],
  handles: readonly Handle[],
): LoadWindow {
  const from = number * ticksPerWindow;
  const to = from + ticksPerWindow;
  return {
    instance: 'a',
    from: from * 100,
    to: to * 100,
    coverage: [],
    sessions: sessions.filter(([start, end]) => start < to && end >= to).length,
    subscriptions: flows(subscriptions, from, to),
    observers: entries(handles, from, to),
  };
}

function flows(subscriptions: readonly Subscription[], from: number, to: number) {
  const byName: Record<string, SubscriptionFlow> = {};
  for (const one of subscriptions) {
    if (one.from >= to || one.to < from) continue;
    const { live, ended } = byName[one.publication] ?? { live: 0, ended: 0 };
    const isLive = one.to >= to;
    byName[one.publication] = { live: live + Number(isLive), ended: ended + Number(!isLive) };
  }
  return byName;
}

function entries(handles: readonly Handle[], from: number, to: number): ObserverEntry[] {
  const byShape = new Map<string, MutableEntry>();
  for (const handle of handles) {
    if (handle.from >= to || handle.to < from) continue;
    const id = `${handle.key.owner.name} ${handle.key.shape}`;
    const entry: MutableEntry = byShape.get(id) ?? anObserver(handle.key);
    byShape.set(id, entry);
    if (handle.from >= from) entry.created++;
    if (handle.to < to) {
      entry.stopped++;
      continue;
    }
    entry.handles++;
    if (handle.owner.to < to) entry.orphans++;
    entry.oldestMs = Math.max(entry.oldestMs, (to - handle.from) * 100);
  }
  return [...byShape.values()];
}
