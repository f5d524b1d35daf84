import { join } from 'node:path';
import type { UserOptions } from '../../common/options';
import type { Radiant } from '../../server/radiant';
import { createHost, type Host } from '../host/host';
import { loadServerCode } from '../host/load';
import { processFigures } from './process-figures';

export interface SoakAppOptions {
  readonly radiant: boolean;
  /** Plants a leak: some 200 bytes of each session are kept. */
  readonly leak: boolean;
  /** Of Radiant, in both processes. */
  readonly options: UserOptions;
}

/** What the process is asked, one thing at a time; it answers in turn. */
export type Ask = 'figures' | 'flush' | 'restart';

/** The process that `startSoakApp` forks: the app on the host, with Radiant or without. */
async function main({ radiant, leak, options }: SoakAppOptions): Promise<void> {
  const uncaught: string[] = [];
  // Watching makes neither of them harmless for the verdict, but lets the run go on.
  process.on('unhandledRejection', (reason) => uncaught.push(textOf(reason)));
  process.on('uncaughtException', (error) => uncaught.push(textOf(error)));

  const host = createHost({
    version: '3.3.2',
    driver: 'oplog',
    settings: { radiant: options },
    development: true,
    env: {},
    log: () => undefined,
  });
  const root = join(__dirname, '..', '..');
  const file = radiant ? join(root, 'server/main.ts') : join(__dirname, 'no-radiant.ts');
  await loadServerCode(host, join(__dirname, 'app.ts'), { packages: { 'radiant:agent': file } });
  if (leak) plantLeak(host);
  const agent = radiant ? agentOf(host) : undefined;

  const answers: Readonly<Record<Ask, () => unknown>> = {
    figures: () => processFigures(agent?.status(), uncaught.slice(0, 10)),
    async flush() {
      await agent?.flush();
      const waiting = Object.values(agent?.status().sinks ?? {});
      return waiting.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0);
    },
    async restart() {
      await agent?.stop();
      agent?.start(options);
    },
  };
  process.on('message', async (ask: Ask) => {
    process.send?.({ answer: (await answers[ask]()) ?? null });
  });
  const { url } = await host.listen();
  process.send?.({ answer: { url } });
}

function agentOf({ Package }: Host): Radiant {
  const { Radiant } =
    (Package as Record<string, { readonly Radiant: Radiant }>)['radiant:agent'] ?? {};
  if (!Radiant) throw new Error('The package was not loaded');
  return Radiant;
}

function plantLeak({ Meteor }: Host): void {
  const kept = new Map<string, object>();
  Meteor.onConnection(({ id, clientAddress }) => {
    kept.set(id, { id, clientAddress, openedAt: Date.now(), calls: [0, 0, 0, 0], user: undefined });
  });
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  process.stderr.write(`${textOf(error)}\n`);
  process.exit(1);
});
