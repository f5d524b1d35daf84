import { seededRandom } from '../../support/seeded-random';
import { answerParent } from './ask';
import { connectLoad, type LoadClient } from './ddp-load';
import { type Driven, driveClosed, driveOpen } from './drive';
import { type WorkloadName, workloads } from './workloads';

/** What the clients of one app are told to do. */
export interface Order {
  readonly url: string;
  readonly workload: WorkloadName;
  readonly durationMs: number;
  readonly seed: number;
  /** Calls per second; without it, each client goes on as soon as it has its answer. */
  readonly rate?: number | undefined;
  /** How many of the clients take part; all unless given. */
  readonly clients?: number | undefined;
}

const connected = new Map<string, readonly LoadClient[]>();

async function connect({ url, clients }: { url: string; clients: number }): Promise<void> {
  const made: LoadClient[] = [];
  for (let number = 0; number < clients; number++) made.push(await connectLoad(url, number));
  connected.set(url, made);
}

/** Each client begins to look at a group of documents. */
async function subscribe({ url }: { url: string }): Promise<void> {
  const all = connected.get(url) ?? [];
  const random = seededRandom(1);
  for (const client of all) {
    await new Promise<void>((resolve) => {
      client.subscribe('bench.things', [Math.floor(random() * 20)], () => resolve());
    });
  }
}

async function run({ url, workload, durationMs, seed, rate, clients }: Order): Promise<Driven> {
  const all = connected.get(url) ?? [];
  const taking = all.slice(0, clients ?? all.length);
  const options = { durationMs, random: seededRandom(seed), work: workloads[workload] };
  const mayRest = stayAwake();
  try {
    return rate === undefined
      ? await driveClosed(taking, options)
      : await driveOpen(taking, { ...options, rate });
  } finally {
    mayRest();
  }
}

/**
 * Until what it returns is called, this process never sleeps: the app would
 * have to wake it, with every other write to a socket, which takes as long as
 * the write itself and which clients that are somewhere else never ask of it.
 */
function stayAwake(): () => void {
  let isAwake = true;
  function turn(): void {
    if (isAwake) setImmediate(turn);
  }
  turn();
  return () => {
    isAwake = false;
  };
}

function disconnect({ url }: { url: string }): void {
  for (const client of connected.get(url) ?? []) client.close();
  connected.delete(url);
}

const answers = { connect, subscribe, run, disconnect };

export type LoadAnswers = typeof answers;

answerParent(answers);
