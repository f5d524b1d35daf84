import type { Random } from '../../support/seeded-random';
import { percentileOf } from '../statistics';
import type { LoadClient } from './ddp-load';
import type { Workload } from './workloads';

export interface DriveOptions {
  readonly durationMs: number;
  readonly random: Random;
  readonly work: Workload;
}

/** What came of it. */
export interface Driven {
  /** Steps that were answered. */
  readonly calls: number;
  readonly failed: number;
  /** Of the time from the first step to the last answer. */
  readonly elapsedMs: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const settleMs = 30_000;

/** Each client takes its next step when the answer to the last one is there. */
export async function driveClosed(
  clients: readonly LoadClient[],
  { durationMs, random, work }: DriveOptions,
): Promise<Driven> {
  const tally = createTally();
  const endAt = performance.now() + durationMs;

  function step(client: LoadClient): void {
    const startedAt = performance.now();
    work(client, random, (failed) => {
      const now = tally.done(startedAt, failed);
      if (now < endAt) step(client);
    });
  }

  for (const client of clients) step(client);
  await until(endAt);
  await settled(clients);
  return tally.figures();
}

/**
 * Steps begin at a fixed rate, whatever becomes of those before, each by the
 * next client in turn. A step that is late is timed from when it was to begin:
 * an app that stalls makes all steps late that fall into its stall, not one.
 */
export async function driveOpen(
  clients: readonly LoadClient[],
  { durationMs, random, work, rate }: DriveOptions & { readonly rate: number },
): Promise<Driven> {
  const tally = createTally();
  const beganAt = performance.now();
  const total = Math.round((rate * durationMs) / 1_000);
  const gapMs = 1_000 / rate;

  for (let begun = 0; begun < total; ) {
    const due = Math.min(total, Math.floor((performance.now() - beganAt) / gapMs) + 1);
    for (; begun < due; begun++) {
      const client = clients[begun % clients.length];
      const intendedAt = beganAt + begun * gapMs;
      if (client) work(client, random, (failed) => tally.done(intendedAt, failed));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await settled(clients);
  return tally.figures();
}

function createTally() {
  const latencies: number[] = [];
  const beganAt = performance.now();
  let lastAt = beganAt;
  let failures = 0;
  return {
    done(from: number, failed: boolean): number {
      lastAt = performance.now();
      latencies.push(lastAt - from);
      if (failed) failures++;
      return lastAt;
    },
    figures(): Driven {
      latencies.sort((a, b) => a - b);
      return {
        calls: latencies.length,
        failed: failures,
        elapsedMs: lastAt - beganAt,
        p50: percentileOf(latencies, 50),
        p95: percentileOf(latencies, 95),
        p99: percentileOf(latencies, 99),
      };
    },
  };
}

async function until(endAt: number): Promise<void> {
  const leftMs = endAt - performance.now();
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

/** Waits until nothing is open any more, `updated` included: it is part of what a call costs. */
async function settled(clients: readonly LoadClient[]): Promise<void> {
  const endAt = performance.now() + settleMs;
  while (clients.some((client) => client.open() > 0)) {
    if (performance.now() > endAt) throw new Error('the app left calls unanswered');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
