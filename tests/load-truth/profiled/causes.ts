import type { Host } from '../../host/host';
import { type QuietSession, quietSession } from './quiet-session';

/** What makes the observers of {@link PUBLICATION} expensive. */
export interface Cause {
  readonly driver: 'oplog' | 'polling' | 'changeStreams';
  /** Opens what is to be blamed, and returns one round of what makes it work. */
  prepare(app: App): Promise<() => Promise<void>>;
}

export interface App {
  readonly host: Host;
  readonly docs: Docs;
  /** The query of the publication, by the parameter of the subscription. */
  publish(queryOf: (parameter: number) => readonly [selector: object, options?: object]): void;
}

export interface Docs {
  insertAsync(doc: object): Promise<string>;
  updateAsync(selector: object, change: object, options?: object): Promise<number>;
  removeAsync(selector: object): Promise<number>;
}

export const PUBLICATION = 'docs.watched';
export const COLLECTION = 'docs';

const WORDS = 'the quick brown fox jumps over the lazy dog and runs into the dark wood';

export const causes = {
  'a hot collection and many distinct selectors': {
    driver: 'oplog',
    async prepare({ host, docs, publish }) {
      publish((list) => [{ list, kind: 'hot', owner: { $ne: 'nobody' } }]);
      await subscribeAll([quietSession(host)], range(150));
      return churn(docs, 40);
    },
  },

  'an expensive matcher': {
    driver: 'oplog',
    async prepare({ host, docs, publish }) {
      publish((list) => [
        { $or: range(60).map((n) => ({ text: { $regex: `wood ${list} ${n}$` } })) },
      ]);
      await subscribeAll([quietSession(host)], range(10));
      return churn(docs, 40);
    },
  },

  polling: {
    driver: 'oplog',
    async prepare({ host, docs, publish }) {
      for (const n of range(1_600)) await docs.insertAsync({ list: n % 4, n, text: WORDS });
      publish((list) => [{ list }, { limit: 800 }]);
      await subscribeAll([quietSession(host)], range(4));
      return async () => {
        await docs.updateAsync({ list: 1 }, { $set: { at: Math.random() } }, { multi: true });
        await pause(60); // polls are throttled to one in 50 ms
      };
    },
  },

  'fan-out to many sessions': {
    driver: 'oplog',
    async prepare({ host, docs, publish }) {
      for (const n of range(20)) await docs.insertAsync({ list: 1, n, text: WORDS });
      publish((list) => [{ list }]);
      await subscribeAll(
        range(200).map(() => quietSession(host)),
        [1],
      );
      return async () => {
        for (const n of range(10)) await docs.updateAsync({ n }, { $set: { at: Math.random() } });
      };
    },
  },

  'many initial adds': {
    driver: 'oplog',
    async prepare({ host, docs, publish }) {
      for (const n of range(1_500)) await docs.insertAsync({ n, text: WORDS });
      publish((parameter) => [{ n: { $gte: -parameter } }]);
      const session = quietSession(host);
      let parameter = 0;
      return async () => {
        parameter += 1;
        const id = session.subscribe(PUBLICATION, parameter);
        await session.settled();
        session.unsubscribe(id);
        await session.settled();
      };
    },
  },

  'change streams of a hot collection': {
    driver: 'changeStreams',
    async prepare({ host, docs, publish }) {
      publish((list) => [{ list, kind: 'hot', owner: { $ne: 'nobody' } }]);
      await subscribeAll([quietSession(host)], range(100));
      return churn(docs, 30);
    },
  },
} as const satisfies Readonly<Record<string, Cause>>;

export type CauseName = keyof typeof causes;

/** Documents that come, change and go, few of which anybody asked for. */
function churn(docs: Docs, count: number): () => Promise<void> {
  let n = 0;
  return async () => {
    const first = n;
    for (; n < first + count; n += 1) {
      await docs.insertAsync({ list: n % 500, kind: 'hot', owner: 'ada', n, text: WORDS });
    }
    await docs.removeAsync({ n: { $lt: n - 200 } });
    await pause(1);
  };
}

async function subscribeAll(
  sessions: readonly QuietSession[],
  parameters: readonly number[],
): Promise<void> {
  for (const session of sessions) {
    for (const parameter of parameters) session.subscribe(PUBLICATION, parameter);
    await session.settled();
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
