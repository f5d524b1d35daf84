import type { DropReason } from '../../common/drops';
import type { Recorder } from '../../common/recorder';
import type { Sink } from '../../common/sink';
import type { Spill } from '../../common/spill';
import type { SinkStatus } from '../../common/status';
import { createAttempts, type Failure } from './attempts';
import { createBacklog, type Waiting, waitingOf } from './backlog';
import type { DropCounter } from './drop-counter';
import { createRelief } from './relief';
import { createSinkHealth } from './sink-health';
import { type Timers, within } from './timers';

export interface SinkQueueOptions {
  readonly sink: Sink;
  readonly limitBytes: number;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  /** Where batches go that memory has no room for, or no time. */
  readonly spill?: Spill | undefined;
  readonly recorder: Pick<Recorder, 'now' | 'record' | 'context'>;
  readonly drops: DropCounter;
  readonly timers: Timers;
  readonly pause: () => Promise<void>;
  readonly random: () => number;
  readonly warn: (message: string) => void;
}

/** The batches that wait for one sink, oldest first, and the loop that hands them over. */
export interface SinkQueue {
  readonly name: string;
  put(one: Waiting): void;
  /** Whether it could take so many bytes more, and let nothing go for it. */
  hasRoom(bytes: number): boolean;
  /** Resolves when what waits was handed over, or has to wait for a next attempt. */
  settled(): Promise<void>;
  /** Tries at once what waits, unless the breaker is open, for at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
  /** Puts everything that waits on disk; without a disk does nothing. */
  save(timeoutMs: number): Promise<void>;
  close(timeoutMs: number): Promise<void>;
  status(): SinkStatus;
}

/** A disk that hangs must not hold the queue. */
const diskTimeoutMs = 10_000;
const saveTimeoutMs = 1_000;
/** Of the limit; the rest is for the other figures of the same windows. */
const roomShare = 0.875;

export function createSinkQueue(options: SinkQueueOptions): SinkQueue {
  const { sink, limitBytes, timeoutMs, spill, recorder, drops, timers, random, warn } = options;
  const backlog = createBacklog({ mergedEventBytes: limitBytes / 8 });
  const health = createSinkHealth({ name: sink.name, random, warn });
  const attempts = createAttempts({
    sink,
    context: recorder.context,
    timeoutMs,
    timers,
    released: pump,
  });
  const relief = createRelief({
    backlog,
    limitBytes,
    waitingBytes,
    slicing: { now: recorder.now, pause: options.pause, busy: tellBusy },
    isOff: () => closed,
    spill: save,
    lost,
  });
  /** Being handed over, or tried before; it stays the same until it is delivered or refused. */
  let current: Waiting | undefined;
  let working: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let closed = false;
  let givenUp = false;

  function waitingBytes(): number {
    return backlog.bytes + (current?.bytes ?? 0);
  }

  function tellBusy(ms: number): void {
    recorder.record({ kind: 'metric', metric: 'radiant.cpu', dims: { part: 'merge' }, value: ms });
  }

  function lost(reason: DropReason, count: number): void {
    drops.add(reason, count);
    if (reason === 'buffer-full') health.fellBehind(count);
  }

  function put(one: Waiting): void {
    if (closed || one.bytes > limitBytes) {
      drops.add(closed ? 'shutdown' : 'too-large', one.windows);
      return;
    }
    // Room is made beside the app's work, so one batch more than fits may wait meanwhile, but no second one.
    while (relief.isUnderWay && waitingBytes() > limitBytes) {
      const least = backlog.takeLeast();
      if (!least) break;
      lost('buffer-full', least.windows);
    }
    backlog.push(one);
    relief.start();
    pump();
  }

  function pump(): void {
    if (working || cancelRetry || givenUp || attempts.isStuck) return;
    working = work().finally(() => {
      working = undefined;
      if (!givenUp && backlog.length > 0) pump();
    });
  }

  async function work(): Promise<void> {
    while (!cancelRetry && !givenUp && !attempts.isStuck) {
      await relief.done(); // it takes the oldest out, which is what comes next here
      current ??= await fromDisk();
      if (!current && relief.isUnderWay) continue; // the oldest is on its way to disk
      current ??= backlog.take();
      if (!current) return;
      await handOver(current);
    }
  }

  async function fromDisk(): Promise<Waiting | undefined> {
    if (!spill) return undefined;
    const batch = await within(timers, diskTimeoutMs, spill.first(), undefined);
    return batch && waitingOf(batch);
  }

  async function handOver(one: Waiting): Promise<void> {
    if (sink.onlyEvents && !one.batch.events) return forget(one); // says nothing of how the sink is
    const startedAt = recorder.now();
    const outcome = await attempts.write(one.batch);
    const dims = { sink: sink.name, outcome: outcome.kind };
    const value = recorder.now() - startedAt;
    recorder.record({ kind: 'metric', metric: 'radiant.sinkWrite', dims, value });
    if (outcome.kind === 'ok') {
      health.succeeded();
      drops.add('refused', outcome.refused);
    } else failed(outcome);
    if (outcome.kind === 'retry') return;
    if (outcome.kind === 'failed') drops.add('sink-failed', one.windows);
    await forget(one);
  }

  async function forget(one: Waiting): Promise<void> {
    current = undefined;
    if (spill) await within(timers, diskTimeoutMs, spill.remove(one.batch.id), undefined);
  }

  function failed(failure: Failure): void {
    const waitMs = health.failed(failure);
    if (closed) givenUp = failure.kind === 'retry' || health.state === 'open';
    else if (waitMs > 0) retryLater(waitMs);
  }

  function retryLater(waitMs: number): void {
    cancelRetry = timers.after(waitMs, () => {
      cancelRetry = undefined;
      pump();
    });
  }

  function retryNow(): void {
    cancelRetry?.();
    cancelRetry = undefined;
    pump();
  }

  async function settled(): Promise<void> {
    for (;;) {
      await relief.done();
      if (!working) return;
      await working;
    }
  }

  async function save(one: Waiting): Promise<boolean> {
    if (!spill) return false;
    return within(timers, diskTimeoutMs, spill.put(one.batch), false);
  }

  /** Puts on disk what waits in memory, oldest first; what could not be put there is what it answers. */
  async function saveAll(): Promise<Waiting[]> {
    const unsaved: Waiting[] = [];
    if (current && !(await save(current))) unsaved.push(current);
    for (let one = backlog.take(); one; one = backlog.take()) {
      if (!(await save(one))) unsaved.push(one);
    }
    return unsaved;
  }

  async function deliverLast(withinMs: number): Promise<void> {
    if (health.state === 'open') givenUp = true;
    const cancel = timers.after(withinMs, () => {
      givenUp = true;
      attempts.abort();
    });
    retryNow();
    if (givenUp) attempts.abort();
    await within(timers, withinMs + saveTimeoutMs, settled(), undefined);
    cancel();
  }

  /** With a disk, what is too much is put there, as long as that is not full and keeps up. */
  function hasRoom(bytes: number): boolean {
    if (closed) return false;
    if (waitingBytes() + bytes <= limitBytes * roomShare) return true;
    if (!spill?.hasRoom || bytes > limitBytes * roomShare) return false;
    return !relief.isUnderWay || waitingBytes() + bytes <= limitBytes;
  }

  return {
    name: sink.name,
    put,
    hasRoom,
    settled,
    async drain(withinMs) {
      if (health.state === 'open') return;
      retryNow();
      await within(timers, withinMs, settled(), undefined);
    },
    async save(withinMs) {
      if (!spill) return;
      const unsaved = saveAll().then((left) => {
        for (const one of left) if (one !== current) backlog.push(one);
      });
      await within(timers, withinMs, unsaved, undefined);
    },
    async close(withinMs) {
      closed = true;
      await deliverLast(withinMs);
      await within(timers, saveTimeoutMs, leave(), undefined);
      spill?.close();
      await sink.close?.();
    },
    status: () => ({
      ...health.status(),
      waitingBytes: waitingBytes(),
      waitingBatches: backlog.length + (current ? 1 : 0),
      ...(spill ? { onDisk: spill.status() } : {}),
    }),
  };

  async function leave(): Promise<void> {
    const left = await saveAll();
    current = undefined;
    for (const { windows } of left) drops.add('shutdown', windows);
  }
}
