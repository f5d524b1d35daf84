import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchBytes } from '../../common/batch-bytes';
import type { Drops } from '../../common/drops';
import { createDropCounter, type DropCounter } from '../../server/pipeline/drop-counter';
import { createOutbox, type Outbox } from '../../server/pipeline/outbox';
import { diskSpill } from '../../server/spill/disk-spill';
import { fakeRecorder } from '../support/fake-recorder';
import { fillDisk } from '../support/fill-disk';
import { handClock } from '../support/hand-clock';
import { seeded } from '../support/seeded';
import type { Stored } from './figures';
import type { Fault, Place } from './place';
import { aWindow, windowMs } from './windows';

export interface Scenario {
  readonly place: Place;
  /** `undefined`: all is well. */
  readonly fault: Fault | undefined;
  /**
   * Whether memory has room for all that waits. `disk`: the disk has what memory
   * has not; `full disk`: it is full too, until shortly before the end.
   */
  readonly room: 'enough' | 'little' | 'disk' | 'full disk';
  readonly processes: 1 | 2;
}

/** What came of it; all that is counted is windows, unless it says else. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly sent: number;
  readonly sumOfSquares: number;
  readonly stored: Stored;
  readonly drops: Drops;
  /** The most that waited in memory for one sink, and what may, in bytes. */
  readonly peakBytes: number;
  readonly boundBytes: number;
  readonly stillWaiting: number;
  readonly requests: ReadonlyArray<{ readonly at: number; readonly fault: string | undefined }>;
}

const before = 3;
/** Ten minutes. */
const broken = 60;
const after = 3;
const longestRecovery = 180;
const stepMs = 5_000;
/** Much more than a step takes where the machine has nothing else to do. */
const longestStepMs = 20_000;
const enoughBytes = 8 * 2 ** 20;
const littleBytes = 256 * 1024;

/**
 * Three windows go well, the place is broken for ten minutes, and well again.
 * Outbox and sink are the real ones, and so are sockets and files; the timers
 * of the outbox are wound by hand.
 */
export async function runFault(scenario: Scenario): Promise<Outcome> {
  const { place, fault, room, processes } = scenario;
  const clock = handClock(Math.floor(Date.now() / 600_000) * 600_000);
  const drops = createDropCounter();
  const open = await place.open(clock.wallNow);
  const folder = mkdtempSync(join(tmpdir(), 'radiant-faults-'));
  const limitBytes = room === 'enough' ? enoughBytes : littleBytes;
  let isDiskFull = false;
  const emptyDisk = fillDisk(folder, () => isDiskFull);
  const spillFolder = room === 'disk' || room === 'full disk' ? folder : undefined;
  const senders = Array.from({ length: processes }, (_, index) => ({
    instance: `process${index}`,
    outbox: anOutbox({ open, clock, drops, limitBytes, spillFolder, pid: index + 1 }),
  }));
  const isSlow = fault !== undefined && place.slow.includes(fault);
  // A real disk needs some time for what it is given in a step.
  const slowMs = spillFolder ? 40 : 5;
  let sumOfSquares = 0;
  let sent = 0;
  let peakBytes = 0;
  let largestBytes = 0;

  const waiting = () =>
    senders
      .flatMap(({ outbox }) => Object.values(outbox.status()))
      .map((sink) => {
        peakBytes = Math.max(peakBytes, sink.waitingBytes);
        return sink.waitingBatches + (sink.onDisk?.batches ?? 0);
      });

  async function step(isBroken: boolean): Promise<void> {
    for (let ms = 0; ms < windowMs; ms += stepMs) {
      const settled = Promise.all(senders.map(({ outbox }) => outbox.settled()));
      await Promise.race([settled, delay(isBroken && isSlow ? slowMs : longestStepMs)]);
      waiting();
      await clock.advance(stepMs);
    }
  }

  async function window(sequence: number, isBroken: boolean): Promise<void> {
    for (const { instance, outbox } of senders) {
      const from = clock.wallNow();
      const batch = aWindow({ instance, sequence, from, isOdd: room !== 'enough' });
      largestBytes = Math.max(largestBytes, batchBytes(batch));
      outbox.put(batch);
      sent++;
      sumOfSquares += sequence ** 2;
    }
    waiting();
    await step(isBroken);
  }

  let sequence = 0;
  for (let n = 0; n < before; n++) await window(++sequence, false);
  await open.become(fault);
  for (let n = 0; n < broken; n++) {
    isDiskFull = room === 'full disk' && n < broken - 10;
    await window(++sequence, true);
  }
  await open.become();
  for (let n = 0; n < after; n++) await window(++sequence, false);
  const isDone = () => waiting().every((count) => count === 0);
  for (let n = 0; n < longestRecovery && !isDone(); n++) await step(false);
  const stillWaiting = waiting().reduce((sum, count) => sum + count, 0);

  const stored = await open.stored();
  const closing = Promise.all(senders.map(({ outbox }) => outbox.close(1_000)));
  await clock.advance(5_000);
  await closing;
  await open.close();
  emptyDisk();
  rmSync(folder, { recursive: true, force: true });

  return {
    scenario,
    sent,
    sumOfSquares,
    stored,
    drops: drops.total(),
    peakBytes,
    boundBytes: limitBytes + largestBytes,
    stillWaiting,
    requests: open.requests ?? [],
  };
}

interface OutboxParts {
  readonly open: Awaited<ReturnType<Place['open']>>;
  readonly clock: ReturnType<typeof handClock>;
  readonly drops: DropCounter;
  readonly limitBytes: number;
  readonly spillFolder: string | undefined;
  readonly pid: number;
}

function anOutbox({ open, clock, drops, limitBytes, spillFolder, pid }: OutboxParts): Outbox {
  const warn = () => undefined;
  const self = { host: 'lab', pid, instance: `process${pid}` };
  const { timers, wallNow: now } = clock;
  const disk = { maxBytes: 2 ** 28, self, drops, timers, now, isAlive: () => true, warn };
  return createOutbox({
    sinks: [open.sink()],
    limitBytes,
    timeoutMs: 10_000,
    spillOf: spillFolder
      ? (sinkName) => diskSpill({ ...disk, path: spillFolder, sinkName })
      : undefined,
    recorder: fakeRecorder().recorder,
    drops,
    timers,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    random: seeded(pid),
    warn,
  });
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
