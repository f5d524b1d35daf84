import type { Recorder } from '../common/recorder';
import type { HookRegistry } from './hooks/hook-registry';
import { functionsOf } from './hooks/shape';
import type { InstrumentOptions, MeteorInternals } from './install-instruments';
import { instrumentHttpClient } from './instruments/http-client/instrument-http-client';
import { instrumentHttpServer } from './instruments/http-server/instrument-http-server';
import type { ExpressApp } from './instruments/http-server/target';

/** Below it are the paths of Radiant's own, whatever the options say of some. */
const ownRoot = '/_radiant';

/** Puts the instruments of HTTP in: requests to the app, where it has webapp, and requests of its. */
export function installHttp(
  { webApp, rootPath = '' }: MeteorInternals,
  { instruments, traces, api, collector, dashboard }: InstrumentOptions,
  hooks: HookRegistry,
  recorder: Recorder,
): void {
  if (instruments.httpServer && webApp !== undefined) {
    hooks.install('httpServer', () => {
      const { expressApp } = webApp as { readonly expressApp?: unknown };
      const app = functionsOf<ExpressApp>(expressApp, ['handle'], 'WebApp.expressApp');
      const ownPaths = [ownRoot, api.path, collector.path, dashboard.path].map(
        (path) => rootPath + path,
      );
      return instrumentHttpServer({ app, ownPaths }, recorder, traces);
    });
  }
  if (instruments.httpClient) {
    hooks.install('httpClient', () => instrumentHttpClient(recorder, traces));
  }
}
