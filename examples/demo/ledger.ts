import { type Deferred, defer } from './deferred';

/** A DDP message. */
export type Frame = Readonly<Record<string, unknown>> & { readonly msg?: string };

/** How often each name was sent. */
export interface Sent {
  readonly methods: Readonly<Record<string, number>>;
  readonly publications: Readonly<Record<string, number>>;
}

/** Books what one DDP client sent against what the server answered. */
export interface Ledger {
  readonly sent: Sent;
  /** A frame that went over the wire. */
  out(frame: Frame): void;
  /** A frame that came. */
  in(frame: Frame): void;
  /** The connection is gone: what is open fails. */
  closed(error: Error): void;
  /** The outcome of the call with this message id. */
  result(id: string): Promise<unknown>;
  /** The first answer to the subscription with this id. */
  ready(id: string): Promise<unknown>;
  /** The end of the subscription with this id. */
  stopped(id: string): Promise<void>;
  /** Nothing is open any more: every call has its result and `updated`, every subscription its answer. */
  settled(): Promise<void>;
}

export function createLedger(): Ledger {
  const methods: Record<string, number> = {};
  const publications: Record<string, number> = {};
  const results = new Map<string, Deferred>();
  const updates = new Set<string>();
  const subscriptions = new Map<string, Deferred>();
  const stops = new Map<string, Deferred>();
  const waiting = new Set<Deferred>();
  let lost: Error | undefined;

  const isSettled = () => results.size + updates.size + subscriptions.size + stops.size === 0;

  const onOut: Record<string, (frame: Frame) => void> = {
    method(frame) {
      count(methods, String(frame.method));
      results.set(String(frame.id), defer());
      updates.add(String(frame.id));
    },
    sub(frame) {
      count(publications, String(frame.name));
      subscriptions.set(String(frame.id), defer());
    },
  };

  const onIn: Record<string, (frame: Frame) => void> = {
    result: (frame) => answer(results, String(frame.id), frame.error, frame.result),
    updated(frame) {
      for (const id of idsOf(frame.methods)) updates.delete(id);
    },
    ready(frame) {
      for (const id of idsOf(frame.subs)) answer(subscriptions, id, undefined, undefined);
    },
    nosub(frame) {
      const id = String(frame.id);
      answer(subscriptions, id, frame.error ?? new Error('The server ended it'), undefined);
      answer(stops, id, undefined, undefined);
    },
  };

  return {
    sent: { methods, publications },
    out: (frame) => onOut[frame.msg ?? '']?.(frame),
    in(frame) {
      onIn[frame.msg ?? '']?.(frame);
      if (!isSettled()) return;
      for (const { resolve } of waiting) resolve(undefined);
      waiting.clear();
    },
    closed(error) {
      lost = error;
      for (const open of [results, subscriptions, stops]) {
        for (const { reject } of open.values()) reject(error);
      }
      for (const { reject } of waiting) reject(error);
    },
    result: (id) => promiseOf(results, id),
    ready: (id) => promiseOf(subscriptions, id),
    async stopped(id) {
      const stop = defer();
      stops.set(id, stop);
      await stop.promise;
    },
    async settled() {
      if (isSettled()) return;
      if (lost) throw lost;
      const all = defer();
      waiting.add(all);
      await all.promise;
    },
  };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function answer(open: Map<string, Deferred>, id: string, error: unknown, value: unknown): void {
  const asked = open.get(id);
  if (!asked) return;
  open.delete(id);
  if (error === undefined) asked.resolve(value);
  else asked.reject(error);
}

async function promiseOf(open: ReadonlyMap<string, Deferred>, id: string): Promise<unknown> {
  const asked = open.get(id);
  if (!asked) throw new Error('It was not sent: the connection is closed');
  return asked.promise;
}
