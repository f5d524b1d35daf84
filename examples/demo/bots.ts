import { type Bot, type BotOptions, startBot } from './bot';
import type { Sent } from './ledger';

export interface Bots {
  /** What all of them sent so far, by name. */
  sent(): Sent;
  /** Rejects when one of them cannot go on; else stays open. */
  readonly failed: Promise<never>;
  /** Resolves when every call has been answered; the connections stay open. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts bots number 1 to `count`, one after the other. */
export async function startBots(
  url: string,
  count: number,
  options: Pick<BotOptions, 'scenario' | 'pauseMs'> = {},
): Promise<Bots> {
  const bots: Bot[] = [];
  for (let number = 1; number <= count; number += 1) {
    bots.push(await startBot({ ...options, url, number }));
  }

  return {
    failed: Promise.race(bots.map(({ failed }) => failed)),
    sent: () => ({
      methods: total(bots.map(({ client }) => client.sent.methods)),
      publications: total(bots.map(({ client }) => client.sent.publications)),
    }),
    async stop() {
      await Promise.all(bots.map((bot) => bot.stop()));
    },
    async close() {
      await Promise.all(bots.map(({ client }) => client.close()));
    },
  };
}

function total(counts: ReadonlyArray<Readonly<Record<string, number>>>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
