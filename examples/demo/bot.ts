import { createHash } from 'node:crypto';
import { seededRandom } from '../../tests/support/seeded-random';
import { actions, nextAction, openList, type Scene } from './actions';
import { connectDdp, type DdpClient } from './ddp-client';
import { between } from './random';
import { type Scenario, scenarios } from './scenarios';

export interface Bot {
  readonly client: DdpClient;
  /** Rejects when the bot cannot go on; else stays open. */
  readonly failed: Promise<never>;
  /** Ends the present action and waits for every answer. */
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly url: string;
  /** Bots of the same number do the same in the same order. */
  readonly number: number;
  /** What it does besides what bots always do; nothing by default. */
  readonly scenario?: Scenario;
  readonly pauseMs?: { readonly min: number; readonly max: number };
}

const SETTLE_MS = 20_000;

/** Connects, subscribes, and uses the app until it is stopped. Every second bot logs in. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { url, number, scenario = scenarios.healthy, pauseMs = PAUSE_MS } = options;
  const random = seededRandom(number);
  const client = await connectDdp({ url });
  const scene: Scene = { client, random, ownTasks: [], opened: undefined };
  for (const publication of ['lists.all', 'lists.mine', 'tasks.counts']) {
    await client.subscribe(publication);
  }
  await openList(scene);
  await scenario.open?.(scene, number);
  if (number % 2 === 0) await logIn(client);
  const choices = [...actions, ...scenario.actions];

  let running = true;
  const work = (async () => {
    while (running) {
      await tolerant(nextAction(random, choices).run(scene));
      await pause(between(random, pauseMs.min, pauseMs.max));
    }
  })();
  const failed = work.then(() => new Promise<never>(() => {}));
  failed.catch(() => {});

  return {
    client,
    failed,
    async stop() {
      running = false;
      await work;
      await client.settled(SETTLE_MS);
    },
  };
}

const PAUSE_MS = { min: 10, max: 60 } as const;

/** Logs in as the user the app was seeded with; its subscriptions run again. */
export async function logIn(client: DdpClient): Promise<void> {
  const digest = createHash('sha256').update('radiant-todos').digest('hex');
  await client.call('login', {
    user: { username: 'ada' },
    password: { digest, algorithm: 'sha-256' },
  });
}

/** Errors that the server sent are part of the game; a lost connection is not. */
async function tolerant(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (error instanceof Error) throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
