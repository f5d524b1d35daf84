import type { UserOptions } from '../../common/options';
import { createAppAnalytics } from '../../server/app-analytics';
import type { MeteorAssets } from '../../server/meteor';
import { createCollectorMount } from '../../server/mount-collector';
import { createRadiant } from '../../server/radiant';
import { createHost } from '../host/host';
import type { HostVersion } from '../host/meteor/versions';

/** An app with an agent, a collector and the server's `Analytics`. */
export async function anAppWithCollector(
  version: HostVersion,
  settings: UserOptions = {},
  env: Record<string, string> = {},
  assets?: MeteorAssets,
) {
  const host = createHost({ version, env, development: true });
  host.Meteor.methods({ 'tasks.add': () => 1 });
  const app = {
    internals: {
      server: host.Meteor.server,
      ddpCommon: host.DDPCommon,
      webApp: host.WebApp,
      rootPath: env.ROOT_URL ? new URL(env.ROOT_URL).pathname : '',
    },
    settings: { instruments: { process: false }, ...settings },
    ddp: host.DDP,
    isDevelopment: true,
    release: 'METEOR@3.3.2',
    gitCommitHash: undefined,
    handlers: host.WebApp.handlers as never,
    assets,
  };
  const collector = createCollectorMount({ app, env });
  const radiant = createRadiant({ app, env, collector, warn: () => {} });
  const analytics = createAppAnalytics({ app, collector, radiant });
  host.WebApp.handlers.use((_request: unknown, response: { end(text: string): void }) =>
    response.end('the app'),
  );
  const { url } = await host.listen();
  return {
    host,
    radiant,
    analytics,
    url: url.replace(/\/$/, ''),
    async close() {
      await radiant.stop();
      await host.close();
    },
  };
}
