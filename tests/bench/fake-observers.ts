import type { UserOptions } from '../../common/options';
import type { Agent } from '../../server/agent';
import type { AgentClock } from '../../server/agent-clock';
import { idleObservers } from '../support/idle-observers';
import { benchAgent } from './bench-agent';

/** Many observers, each with a query of its own, that are never told anything unless somebody asks. */
export interface FakeObservers {
  /** So many evaluations by each of ten of them. */
  evaluate(times: number): void;
  flush(): Promise<void>;
  end(): Promise<void>;
}

export interface FakeObserversOptions {
  readonly count: number;
  readonly withRadiant: boolean;
  readonly given?: UserOptions;
  readonly clock?: AgentClock;
}

/** Opens observers over a connection that makes no queries: with a real one, opening would take minutes. */
export async function fakeObservers({
  count,
  withRadiant,
  given,
  clock,
}: FakeObserversOptions): Promise<FakeObservers> {
  const Connection = idleObservers();
  const connection = new Connection();
  const agent = withRadiant ? startOn(Connection, given, clock) : undefined;
  for (let at = 0; at < count; at++) {
    const query = { collectionName: `c${at % 20}`, selector: { [`f${at % 40}`]: at } };
    await connection._observeChanges(query, false, { added() {} });
  }
  const asked = connection.multiplexers.filter((_, at) => at % Math.max(1, count / 10) === 0);
  const op = { op: 'i' };
  return {
    evaluate(times) {
      for (let n = 0; n < times; n++) {
        for (const { _observeDriver } of asked) {
          _observeDriver._handleOplogEntrySteadyOrFetching(op);
        }
      }
    },
    flush: async () => agent?.flush(),
    end: async () => agent?.stop(),
  };
}

function startOn(
  Connection: new () => object,
  given: UserOptions | undefined,
  clock: AgentClock | undefined,
): Agent {
  const others = { streams: false, mutations: false, sessions: false };
  return benchAgent(
    { server: {}, ddpCommon: {}, mongoInternals: { Connection } },
    { ...given, instruments: { ...others, methods: false, publications: false } },
    clock,
  );
}
