import type { Batch } from '../../../common/batch';
import { createCollectorMount } from '../../../server/mount-collector';
import { createRadiant } from '../../../server/radiant';
import { createHost } from '../../host/host';

/** What the app under load tells of itself. */
export interface AppFigures {
  /** Events that sinks were given, and different ids among them. */
  readonly events: number;
  readonly ids: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly drops: Readonly<Record<string, number>>;
}

/** An app with nothing in it but Radiant, whose figures are asked for by messages. */
async function main(): Promise<void> {
  const ids = new Set<string>();
  let events = 0;
  const env = { HTTP_FORWARDED_COUNT: '1' };
  const host = createHost({ version: '3.5', env, without: ['accounts-base'] });
  const app = {
    internals: { server: host.Meteor.server, ddpCommon: host.DDPCommon, webApp: host.WebApp },
    settings: { enabled: false },
    isDevelopment: false,
    release: 'METEOR@3.5',
    gitCommitHash: undefined,
    handlers: host.WebApp.handlers as never,
  };
  const collector = createCollectorMount({ app, env });
  const radiant = createRadiant({ app, env, collector, warn: () => undefined });
  radiant.start({
    enabled: true,
    memoryBytes: 64 * 2 ** 20,
    collector: { requestsPerAddress: 1 },
    sinks: [
      {
        name: 'counting',
        async write(batch: Batch) {
          for (const { messageId } of batch.events ?? []) ids.add(messageId);
          events += batch.events?.length ?? 0;
        },
      },
    ],
  });
  const { url } = await host.listen();

  process.on('message', async (message) => {
    if (message === 'flush') await radiant.flush();
    const { user, system } = process.cpuUsage();
    const figures: AppFigures = {
      events,
      ids: ids.size,
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
      drops: collector.current()?.tally.total().drops ?? {},
    };
    process.send?.(figures);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(url);
}

main();
