import fc from 'fast-check';
import { type StubClient, stubClient } from '../support/stub-client';

export type Operation =
  | { readonly kind: 'subscribe'; readonly client: number; readonly publication: number }
  | { readonly kind: 'unsubscribe' | 'login' | 'disconnect' | 'lose'; readonly client: number };

const CLIENTS = 50;

/** What the app of these tests publishes, and how it is asked for. */
const questions: ReadonlyArray<readonly [name: string, ...params: unknown[]]> = [
  ['things.byList', 1],
  ['things.byList', 2],
  ['things.mine'],
  ['things.two', 1],
  ['things.manual', 2],
  ['things.ordered'],
];

const client = fc.nat(CLIENTS - 1);

/** Mostly subscribing and its end; some logins, which run subscriptions again; some goodbyes. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('subscribe' as const),
      client,
      publication: fc.nat(questions.length - 1),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('unsubscribe' as const), client }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('login' as const), client }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), client }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), client }) },
);

export interface RandomClients {
  /** Sends what the operation says, and does not wait. */
  perform(operation: Operation): void;
  /** Whether everything that was sent has been answered. */
  isAnswered(): boolean;
  closeAll(): void;
}

interface Seat {
  client: StubClient;
  /** Ids of its subscriptions, in the order in which they end. */
  readonly subscriptions: string[];
  /** Ids of what has no answer yet. */
  readonly open: Set<string>;
  /** Frames that have been looked at. */
  seen: number;
  nextId: number;
}

/** Clients of one server that come, do and go as they are told. */
export function randomClients(server: Parameters<typeof stubClient>[0]): RandomClients {
  const seats = new Map<number, Seat>();

  function seatOf(number: number): Seat {
    const known = seats.get(number);
    if (known) return known;
    const client = stubClient(server);
    const seat: Seat = { client, subscriptions: [], open: new Set(), seen: 0, nextId: 1 };
    seats.set(number, seat);
    return seat;
  }

  const perform: Record<Operation['kind'], (seat: Seat, operation: Operation) => void> = {
    subscribe(seat, operation) {
      if (operation.kind !== 'subscribe') return;
      const [name, ...params] = questions[operation.publication] ?? [];
      const id = idFor(seat);
      seat.subscriptions.push(id);
      seat.client.send({ msg: 'sub', id, name, params });
    },
    unsubscribe({ client, subscriptions, open }) {
      const id = subscriptions.shift();
      if (!id) return;
      open.add(id);
      client.send({ msg: 'unsub', id });
    },
    login(seat) {
      const user = `user ${seat.nextId % 3}`;
      seat.client.send({ msg: 'method', id: idFor(seat), method: 'logIn', params: [user] });
    },
    disconnect: (seat, { client }) => leave(seat, client, 'close'),
    lose: (seat, { client }) => leave(seat, client, 'lose'),
  };

  function leave({ client }: Seat, number: number, how: 'close' | 'lose'): void {
    client[how]();
    seats.delete(number);
  }

  return {
    perform: (operation) => perform[operation.kind](seatOf(operation.client), operation),
    isAnswered: () => [...seats.values()].every(isAnswered),
    closeAll() {
      for (const { client } of seats.values()) client.close();
      seats.clear();
    },
  };
}

function idFor(seat: Seat): string {
  const id = String(seat.nextId);
  seat.nextId += 1;
  seat.open.add(id);
  return id;
}

/** Whether all it sent has its last answer. */
function isAnswered(seat: Seat): boolean {
  const { frames } = seat.client;
  for (; seat.seen < frames.length; seat.seen += 1) {
    const { msg, id, subs, methods } = frames[seat.seen] ?? {};
    const answered = { nosub: [id], ready: subs, updated: methods }[String(msg)] ?? [];
    for (const each of answered as readonly string[]) seat.open.delete(each);
  }
  return seat.open.size === 0;
}
