import type { EventContext, JsonObject } from '../../common/analytics/event';
import type { FeatureClient } from '../../common/analytics/feature';
import { handClock } from './hand-clock';

export interface Told {
  readonly event: string;
  readonly properties: JsonObject;
  readonly userId: string | undefined;
}

interface Clock {
  now(): number;
  wallNow(): number;
  after: FeatureClient['after'];
}

const realClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export interface FakeOptions {
  /** A real clock instead of one that is wound by hand. */
  readonly real?: boolean;
  /** Who the person is, where tabs share it. */
  readonly person?: { userId?: string | undefined };
}

/** What a feature sees of the client, which keeps all it is told. */
export function fakeFeatureClient({ real = false, person = {} }: FakeOptions = {}) {
  const hand = handClock();
  const clock: Clock = real ? realClock : { ...hand, after: hand.timers.after };
  const told: Told[] = [];
  const calls: unknown[][] = [];
  const failures: unknown[] = [];
  const leaving = new Set<() => void>();
  const contexts = new Set<() => Partial<EventContext>>();
  let consent: ReturnType<FeatureClient['consent']> = 'granted';
  let anonymous = 1;

  const client: FeatureClient = {
    ...clock,
    after: (ms, run) => clock.after(ms, () => client.guard(run)),
    track(event, properties = {}) {
      told.push({ event, properties, userId: person.userId });
      calls.push(['track', event]);
    },
    page: (name) => void calls.push(['page', name]),
    identify(id, traits) {
      person.userId = id;
      calls.push(traits ? ['identify', id, traits] : ['identify', id]);
    },
    reset() {
      person.userId = undefined;
      anonymous++;
      calls.push(['reset']);
    },
    flush: () => void calls.push(['flush']),
    user: () => ({ userId: person.userId, anonymousId: `anonymous-${anonymous}` }),
    consent: () => consent,
    addContext: (provide) => added(contexts, provide),
    onLeave: (leave) => added(leaving, leave),
    guard(run) {
      try {
        return run();
      } catch (error) {
        failures.push(error);
        return undefined;
      }
    },
  };

  return {
    client,
    /** What was tracked. */
    told,
    /** Every call that says something of a person, in order. */
    calls,
    failures,
    advance: (ms: number) => hand.advance(ms),
    pending: () => hand.pending(),
    leave: () => {
      for (const leave of leaving) leave();
    },
    context: (): Partial<EventContext> => Object.assign({}, ...[...contexts].map((one) => one())),
    eventsOf: (event: string) =>
      told.filter((one) => one.event === event).map((one) => one.properties),
    setConsent: (value: typeof consent) => {
      consent = value;
    },
    setUser: (id: string | undefined) => {
      person.userId = id;
    },
    /** What the feature still has installed in the client. */
    installed: () => leaving.size + contexts.size + (real ? 0 : hand.pending().length),
  };
}

function added<Value>(to: Set<Value>, value: Value): () => void {
  to.add(value);
  return () => to.delete(value);
}
