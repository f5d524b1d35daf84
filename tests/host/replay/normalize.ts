import type { CallEvent, Json, Run } from './scenario';

/** A random id of Meteor: 17 characters that are not mistaken for each other. */
const RANDOM_ID = /"([23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz]{17}|id:\d+)"/g;

/**
 * A run in which everything random has a name that two runs share: sessions
 * that of their client, ids a number in order of appearance, waiting times none.
 */
export function normalized<R extends Pick<Run, 'frames' | 'calls'>>(run: R): R {
  return { ...run, ...named({ frames: run.frames, calls: run.calls }) };
}

function named<T extends Pick<Run, 'frames' | 'calls'>>({ frames, calls }: T): T {
  const ids = new Map<string, string>();
  const nameOf = (id: string) => {
    const name = ids.get(id) ?? `id#${ids.size + 1}`;
    ids.set(id, name);
    return name;
  };
  let text = JSON.stringify({ frames, calls });
  for (const [session, client] of sessionsOf({ frames, calls })) {
    text = text.replaceAll(session, `session:${client}`);
  }
  text = text
    .replace(RANDOM_ID, (_match, id) => `"${nameOf(id)}"`)
    .replace(/"timeToReset":\d+/g, '"timeToReset":"<ms>"')
    .replace(/You must wait \d+ seconds/g, 'You must wait <n> seconds');
  return JSON.parse(text);
}

function sessionsOf({ frames }: Pick<Run, 'frames' | 'calls'>): [string, string][] {
  return frames.flatMap(({ client, dir, frame }): [string, string][] => {
    const connected = dir === 'in' && frame?.msg === 'connected';
    return connected ? [[String(frame.session), client]] : [];
  });
}

/** What one client received, as JSON text with sorted keys. */
export function received(run: Pick<Run, 'frames'>, client: string): string[] {
  return run.frames
    .filter((event) => event.client === client && event.dir === 'in')
    .map(({ frame }) => canonical(frame?.msg === 'ready' ? withSortedSubs(frame) : frame));
}

// Subscriptions that become ready at once are named in any order.
function withSortedSubs(frame: Json): Json {
  return { ...frame, subs: [...(frame.subs as string[])].sort() };
}

export function clientsOf(run: Pick<Run, 'frames'>): string[] {
  const clients = run.frames.filter(({ dir }) => dir === 'open').map(({ client }) => client);
  return [...new Set(clients)];
}

/** One phase of a call as a line to compare and to read. */
export function lineOf({ target, phase, self, context, promise, ok }: CallEvent): string {
  const receiver = self?.replace(/ObserveHandle \d+ of/, 'ObserveHandle of');
  const parts = [phase.padEnd(6), target, receiver];
  if (phase === 'return' && promise !== undefined) parts.push(promise ? '(promise)' : '(value)');
  if (ok !== undefined) parts.push(ok ? '(ok)' : '(rejected)');
  if (context && Object.keys(context).length > 0) parts.push(canonical(context));
  return parts.filter(Boolean).join(' ');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner) ? sorted(inner as Json) : inner,
  );
}

function sorted(object: Json): Json {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
