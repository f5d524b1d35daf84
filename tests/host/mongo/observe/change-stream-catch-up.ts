import type { Timestamp } from 'mongodb';
import type { WriteFence } from '../../ddp/server-types';
import type { MongoContext } from '../context';
import { mongoSettings } from '../mongo-settings';
import type { ChangeStreamObserveDriver } from './change-stream-observe-driver';

/** A fence with the drivers it waits for, and the times of its writes. */
export type FencedByStreams = WriteFence & {
  _changeStreamObserveDrivers?: Record<string, ChangeStreamObserveDriver>;
  _csTargetTsByCollection?: Record<string, Timestamp>;
};

/** Somebody who waits until a driver has seen what happened at `ts`. */
export interface CatchingUp {
  readonly ts: Timestamp;
  readonly resolver: () => void;
}

const WARN_MS = 10_000;

/** Notes on a fence when a write of it took place: its drivers wait for just that event. */
export function annotateFence(
  fence: FencedByStreams | undefined,
  collectionName: string,
  ts: Timestamp | undefined,
): void {
  if (!fence || !ts) return;
  fence._csTargetTsByCollection ??= {};
  const targets = fence._csTargetTsByCollection;
  const previous = targets[collectionName];
  if (!previous || ts.greaterThan(previous)) targets[collectionName] = ts;
}

/** How a driver keeps a fence from firing before the events of its writes have come. */
export function catchUpMethods(context: MongoContext) {
  const { DDPServer, Meteor } = context.options;
  const warnMs = mongoSettings(context).changeStream?.waitUntilCaughtUpWarnMs ?? WARN_MS;

  function holdFence(driver: ChangeStreamObserveDriver): void {
    const fence = DDPServer._getCurrentFence() as FencedByStreams | undefined;
    if (!fence || fence.fired) return;
    if (fence._changeStreamObserveDrivers) {
      fence._changeStreamObserveDrivers[driver._id] = driver;
      return;
    }
    fence._changeStreamObserveDrivers = { [driver._id]: driver };
    fence.onBeforeFire(async () => {
      const drivers = Object.values(fence._changeStreamObserveDrivers ?? {});
      delete fence._changeStreamObserveDrivers;
      for (const each of drivers) if (!each._stopped) await bringUp(each, fence);
      delete fence._csTargetTsByCollection;
    });
  }

  async function bringUp(driver: ChangeStreamObserveDriver, fence: FencedByStreams) {
    const write = await fence.beginWrite();
    // The fence is passed on: when it fires it is no longer the current one.
    await driver._waitUntilCaughtUp(fence);
    if (driver._stopped) {
      await write.committed();
      return;
    }
    driver._flushPendingWrites();
    if (!driver._isReady) driver._writesToCommitWhenReady.push(write);
    else {
      await driver._multiplexer.onFlush(async () => {
        await write.committed();
      });
    }
  }

  return {
    holdFence,

    _setLastProcessedOperationTime(this: ChangeStreamObserveDriver, ts: Timestamp): void {
      this._lastProcessedOperationTime = ts;
      const waiting = this._catchingUpResolvers;
      while (waiting[0]?.ts.lessThanOrEqual(ts)) waiting.shift()?.resolver();
    },

    async _waitUntilCaughtUp(
      this: ChangeStreamObserveDriver,
      fenceOverride?: FencedByStreams,
    ): Promise<void> {
      if (this._stopped) return;
      const fence = fenceOverride ?? (DDPServer._getCurrentFence() as FencedByStreams | undefined);
      const { collectionName } = this._cursorDescription;
      const target = fence?._csTargetTsByCollection?.[collectionName];
      if (!target || this._lastProcessedOperationTime?.greaterThanOrEqual(target)) return;
      const warning = setInterval(() => {
        Meteor._debug(`Meteor: change stream catching up took too long: ${collectionName}`);
      }, warnMs);
      await new Promise<void>((resolver) => {
        this._catchingUpResolvers.push({ ts: target, resolver });
        this._catchingUpResolvers.sort((a, b) => a.ts.compare(b.ts));
      });
      clearInterval(warning);
    },
  };
}
