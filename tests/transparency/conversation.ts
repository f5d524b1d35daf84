import WebSocket from 'ws';
import { seeded } from '../support/seeded';

type Frame = Record<string, unknown> & { readonly msg?: string; readonly id?: string };

/** One step: what is sent, and the frames after which the next step begins. */
export interface Step {
  readonly send: readonly (Frame | string)[];
  readonly until: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

const methods = [
  ['echo', [1, 'two', { three: [3] }]],
  ['fails', []],
  ['crashes', []],
  ['nested', [4]],
  ['unblocks', []],
  ['waits', [2]],
  ['nope', []],
  ['insert', []],
  ['update', []],
  ['remove', []],
  ['login', []],
  ['logout', []],
] as const;
/** Those that may queue behind each other: what unblocks or writes races with the next message. */
const orderly = methods.filter(([name]) =>
  ['echo', 'fails', 'crashes', 'nested', 'waits', 'nope'].includes(name),
);
const publications = ['low', 'cursor', 'mine', 'late', 'throws', 'nope', 'stops'];
const malformed: ReadonlyArray<Frame | string> = [
  '{not json',
  { msg: 'method', id: 1 } as unknown as Frame,
  { msg: 'sub', id: 'x' },
  { msg: 'wat' },
];

/** A conversation of so many steps: calls, writes, subscriptions, logins, mistakes; the same for a seed. */
export function script(steps: number, seed: number): Step[] {
  const random = seeded(seed);
  const pick = <Item>(from: readonly Item[]): Item =>
    from[Math.floor(random() * from.length)] as Item;
  const subscribed: string[] = [];
  let nextId = 1;

  function call(from: readonly (readonly [string, readonly unknown[]])[] = methods): Step {
    const id = `m${nextId++}`;
    const [method, params] = pick(from);
    return {
      send: [{ msg: 'method', id, method, params: [...params] }],
      until: [
        { msg: 'result', id },
        { msg: 'updated', methods: [id] },
      ],
    };
  }

  function subscribe(): Step {
    const id = `s${nextId++}`;
    const name = pick(publications);
    const ends = ['throws', 'nope', 'stops'].includes(name);
    if (!ends) subscribed.push(id);
    const end = ends ? { msg: 'nosub', id } : { msg: 'ready', subs: [id] };
    return { send: [{ msg: 'sub', id, name, params: [] }], until: [end] };
  }

  function unsubscribe(): Step {
    const [id] = subscribed.splice(Math.floor(random() * subscribed.length), 1);
    if (id === undefined) return subscribe();
    return { send: [{ msg: 'unsub', id }], until: [{ msg: 'nosub', id }] };
  }

  function ping(): Step {
    const id = `p${nextId++}`;
    return { send: [{ msg: 'ping', id }], until: [{ msg: 'pong', id }] };
  }

  function mistake(): Step {
    const after = ping();
    return { send: [pick(malformed), ...after.send], until: after.until };
  }

  /** Several at once: they queue behind each other. */
  function burst(): Step {
    const parts = [call(orderly), call(orderly), call(orderly)];
    return { send: parts.flatMap(({ send }) => send), until: parts.flatMap(({ until }) => until) };
  }

  const kinds = [
    () => call(),
    () => call(),
    () => call(),
    subscribe,
    subscribe,
    unsubscribe,
    ping,
    mistake,
    burst,
  ];
  return Array.from({ length: steps }, () => pick(kinds)());
}

/** Holds the conversation over a WebSocket and gives the frames as they came, random ids masked. */
export async function converse(url: string, steps: readonly Step[]): Promise<string[]> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/websocket`);
  await new Promise((resolve) => socket.once('open', resolve));
  const frames: string[] = [];
  const parsed: Frame[] = [];
  let arrived: () => void = () => undefined;
  socket.on('message', (data) => {
    const text = String(data);
    const frame: Frame = JSON.parse(text);
    frames.push(masked(text, frame));
    parsed.push(frame);
    arrived();
  });

  async function hold({ send, until }: Step): Promise<void> {
    const from = parsed.length;
    for (const frame of send)
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    const isDone = () => until.every((fields) => parsed.slice(from).some(matches(fields)));
    while (!isDone()) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  }

  const connect: Frame = { msg: 'connect', version: '1', support: ['1'] };
  await hold({ send: [connect], until: [{ msg: 'connected' }] });
  for (const step of steps) await hold(step);
  socket.close();
  return frames;
}

const matches = (fields: Readonly<Record<string, unknown>>) => (frame: Frame) =>
  Object.entries(fields).every(([key, value]) =>
    Array.isArray(value)
      ? Array.isArray(frame[key]) && value.every((item) => (frame[key] as unknown[]).includes(item))
      : frame[key] === value,
  );

/** The frame without what differs from run to run: the session's id, the order in which re-runs get ready. */
function masked(text: string, { msg, session, subs }: Frame): string {
  if (msg === 'connected') return text.replace(String(session), 'session');
  if (msg === 'ready' && Array.isArray(subs)) return `ready ${[...subs].sort()}`;
  return text;
}
