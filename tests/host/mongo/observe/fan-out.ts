import { atLeast } from '../../meteor/versions';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import type { HandleCallback, ObserveHandle } from './observe-handle';
import type { CallbackName, ObserveMultiplexer } from './observe-multiplexer';

/** How a multiplexer passes changes on to its handles. */
export interface FanOut {
  apply(multiplexer: ObserveMultiplexer, callbackName: CallbackName, args: unknown[]): void;
  sendAdds(multiplexer: ObserveMultiplexer, handle: ObserveHandle): Promise<void>;
}

type Change = readonly [callbackName: CallbackName, args: unknown[]];

/**
 * Up to 3.0 the callbacks of the handles are awaited one after the other; from
 * 3.1 they are started without waiting. From 3.5 the cache changes at once and
 * only the callbacks are queued, so a handle that joins meanwhile may be told of
 * a document twice, and callbacks that throw are only printed.
 */
export function createFanOut(context: MongoContext): FanOut {
  const { EJSON, Meteor, version } = context.options;
  const awaits = !atLeast(version, '3.1');
  const handlesRejections = atLeast(version, '3.3.2');
  const cachesAtOnce = atLeast(version, '3.5');

  function changeCache({ _cache }: ObserveMultiplexer, [callbackName, args]: Change): void {
    const change = _cache.applyChange[callbackName] as HandleCallback | undefined;
    change?.(...args);
  }

  function assertInTime(multiplexer: ObserveMultiplexer, [callbackName]: Change): void {
    const isAdd = callbackName === 'added' || callbackName === 'addedBefore';
    if (!multiplexer._ready() && !isAdd) throw new Error(`Got ${callbackName} during initial adds`);
  }

  function call(handle: ObserveHandle, [callbackName, args]: Change): unknown {
    const callback = handle[`_${callbackName}`];
    return callback?.apply(null, handle.nonMutatingCallbacks ? args : EJSON.clone(args));
  }

  function tell(handle: ObserveHandle, change: Change): unknown {
    const result = call(handle, change);
    if (awaits) return result;
    if (handlesRejections && Meteor._isPromise(result)) {
      result.catch((error: unknown) =>
        Meteor._debug(`Error in observeChanges callback (${change[0]}):`, error),
      );
    }
    return undefined;
  }

  async function tellAll(multiplexer: ObserveMultiplexer, change: Change): Promise<void> {
    for (const id of Object.keys(multiplexer._handles ?? {})) {
      const handle = multiplexer._handles?.[Number(id)];
      if (!handle) return;
      await tell(handle, change);
    }
  }

  function apply(multiplexer: ObserveMultiplexer, callbackName: CallbackName, args: unknown[]) {
    const change: Change = [callbackName, args];
    if (cachesAtOnce) changeCache(multiplexer, change);
    multiplexer._queue.queueTask(async () => {
      if (!multiplexer._handles) return;
      // The cache once was asynchronous; that turn is still there.
      if (!cachesAtOnce) await changeCache(multiplexer, change);
      assertInTime(multiplexer, change);
      await tellAll(multiplexer, change);
    });
  }

  function addTo(multiplexer: ObserveMultiplexer, handle: ObserveHandle, add: HandleCallback) {
    return (document: Document, id: unknown): unknown => {
      if (!multiplexer._handles?.[handle._id]) {
        throw Error('handle got removed before sending initial adds!');
      }
      const { _id, ...fields } = handle.nonMutatingCallbacks ? document : EJSON.clone(document);
      return multiplexer._ordered ? add(id, fields, null) : add(id, fields);
    };
  }

  async function settled(sent: readonly Promise<unknown>[]): Promise<void> {
    for (const outcome of await Promise.allSettled(sent)) {
      if (outcome.status === 'rejected') {
        Meteor._debug(`Error in adds for handle: ${outcome.reason}`);
      }
    }
  }

  async function sendAdds(multiplexer: ObserveMultiplexer, handle: ObserveHandle): Promise<void> {
    const name = multiplexer._ordered ? '_addedBefore' : '_added';
    const add = handle[name];
    if (!add) return;
    const { docs } = multiplexer._cache;
    const send = addTo(multiplexer, handle, add);
    if (awaits) {
      await docs.forEachAsync(async (document, id) => {
        await send(document, id);
      });
      return;
    }
    const sent: unknown[] = [];
    docs.forEach((document, id) => {
      sent.push(cachesAtOnce ? attempt(() => send(document, id)) : send(document, id));
    });
    if (cachesAtOnce) await settled(sent as Promise<unknown>[]);
    else await Promise.all(sent);
    handle.initialAddsSentResolver?.();
  }

  return { apply, sendAdds };
}

function attempt(run: () => unknown): Promise<unknown> {
  return new Promise((resolve) => resolve(run()));
}
