import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { createObserverLedger, type ObserverCounts } from './ledger';
import type { Callbacks, CursorDescription, LiveHandle, ObserverTarget } from './target';
import { watchCallbacks } from './watch-callbacks';

export interface ObserversInstrument {
  readonly undo: Undo;
  /** Tells that a stream has delivered a mutation, for the coverage check. */
  mutated(collection: string, id: unknown, driver: string): void;
  /** What lives now, to be compared with Meteor's own counts. */
  counts(): ObserverCounts & OpeningCounts;
}

export interface OpeningCounts {
  /** Observers that are being opened. */
  readonly opening: number;
  /** Observers that could not be opened, since the start. */
  readonly failed: number;
}

type Observe = (
  description: CursorDescription,
  ordered: boolean,
  callbacks: Callbacks,
  ...rest: unknown[]
) => Promise<LiveHandle>;

/**
 * Records every observer from its opening to its end: whose it is, what drives
 * it, how often it was looked at in vain, and the CPU that took. Observers that
 * are open when the agent starts are not known. Drivers and multiplexers are
 * found on live handles, so that it does not matter who made their classes; a
 * package that replaces `_observeChanges` later is hooked again at the end of
 * the window.
 */
export function instrumentObservers(
  { connection, localCollection }: ObserverTarget,
  recorder: Recorder,
): ObserversInstrument {
  let ledger: ReturnType<typeof createObserverLedger> | undefined;
  const ours = new WeakSet<object>();
  let opening = 0;
  let failed = 0;

  async function settled(handle: Promise<LiveHandle>, span: EndSpan): Promise<LiveHandle> {
    opening++;
    try {
      return await handle;
    } catch (error) {
      failed++;
      span(true);
      throw error;
    } finally {
      opening--;
    }
  }

  const undo = undoable((defer) => {
    const known = createObserverLedger(recorder, localCollection, defer);
    ledger = known;
    let stillOurs: () => boolean = () => true;

    function hookObserve(): void {
      defer(
        patchMethod(connection, '_observeChanges', (observe) => {
          return async function (this: object, ...args: Parameters<Observe>) {
            const [description, ordered, callbacks, ...rest] = args;
            if (typeof callbacks !== 'object' || ours.has(callbacks)) {
              return Reflect.apply(observe, this, args);
            }
            const watched = watchCallbacks(callbacks, recorder.cpu);
            ours.add(watched.callbacks);
            const startedAt = recorder.now();
            const passedOn = [description, ordered, watched.callbacks, ...rest];
            const span = spanOf(description, recorder, startedAt);
            const handle = await settled(Reflect.apply(observe, this, passedOn), span);
            try {
              known.opened({ connection: this, description, ordered, watched, startedAt }, handle);
            } catch (error) {
              recorder.failed(error);
            }
            span(false);
            return handle;
          };
        }),
      );
      const hooked = connection._observeChanges;
      stillOurs = () => connection._observeChanges === hooked;
    }

    hookObserve();
    defer(
      recorder.onCollect(() => {
        if (!stillOurs()) hookObserve();
      }),
    );
    if (localCollection) defer(hookDiff(localCollection));

    /** Polling compares the old results with the new ones here. */
    function hookDiff(target: NonNullable<ObserverTarget['localCollection']>): Undo {
      return patchMethod(target, '_diffQueryChanges', (diff) => {
        return function (this: unknown, ...args: unknown[]) {
          const observer = args[3];
          const record =
            typeof observer === 'object' && observer !== null
              ? known.recordOf(observer)
              : undefined;
          if (!record) return Reflect.apply(diff, this, args);
          recorder.cpu.enter(record.into);
          try {
            return Reflect.apply(diff, this, args);
          } finally {
            recorder.cpu.leave();
          }
        };
      });
    }
  });

  return {
    undo,
    mutated: (collection, id, driver) => ledger?.mutated(collection, id, driver),
    counts: () => ({
      ...(ledger?.counts() ?? { handles: 0, multiplexers: 0, drivers: {} }),
      opening,
      failed,
    }),
  };
}

type EndSpan = (failed: boolean) => void;

/** The opening of an observer, initial documents included, in the trace of what opens it. */
function spanOf({ collectionName }: CursorDescription, recorder: Recorder, from: number): EndSpan {
  const work = recorder.context.current()?.work;
  if (!work?.trace) return untraced;
  return (failed) => work.add('observe', collectionName, from, recorder.now(), { failed });
}

const untraced: EndSpan = () => undefined;
