import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ErrorRequestHandler, Express } from 'express';
import type { Meteor } from '../meteor/meteor';
import { atLeast, type HostVersion } from '../meteor/versions';
import {
  type Boilerplate,
  createBoilerplate,
  decodeRuntimeConfig,
  encodeRuntimeConfig,
} from './boilerplate';
import { categorizeRequest } from './categorize-request';
import { createExpressApp, expressOf } from './express-app';
import { stripPathPrefix } from './path-prefix';
import { type StaticFiles, serveStaticFiles } from './static-files';

export interface WebAppOptions {
  readonly version: HostVersion;
  readonly Meteor: Pick<Meteor, 'settings' | 'release' | '_debug'>;
  readonly env?: Record<string, string | undefined> | undefined;
}

export type WebAppPackage = ReturnType<typeof createWebApp>;

const LONG_SOCKET_TIMEOUT_MS = 120_000;

/**
 * Meteor's package `webapp`: raw handlers, then the path prefix taken off, then
 * the client's files, then Meteor's own handlers, then those of packages and the
 * app, then the app's page, then 404.
 */
export function createWebApp({ version, Meteor, env = {} }: WebAppOptions) {
  const newApp = () => createExpressApp(version);
  const [expressApp, rawHandlers, internalHandlers, handlers] = [
    newApp(),
    newApp(),
    newApp(),
    newApp(),
  ];
  const prefix = pathPrefix(env.ROOT_URL);
  // As `meteor run` has it, which knows the port.
  let boundUrl: string | undefined;
  const boilerplate = createBoilerplate(() => ({
    meteorRelease: Meteor.release,
    ROOT_URL: env.ROOT_URL ?? boundUrl ?? 'http://localhost:3000/',
    ROOT_URL_PATH_PREFIX: prefix,
    PUBLIC_SETTINGS: Meteor.settings.public,
    isModern: true,
  }));
  const suppression = createErrorSuppression();
  const WebAppInternals = webAppInternals(version, boilerplate, internalHandlers);
  expressApp.use(rawHandlers);
  expressApp.use(stripPathPrefix(prefix));
  expressApp.use(serveStaticFiles(() => WebAppInternals.staticFilesByArch, 'web.browser'));
  expressApp.use(internalHandlers);
  expressApp.use(handlers);
  expressApp.use(suppression.handle);
  expressApp.use(boilerplate.serve);
  expressApp.use((_req, res) => {
    res.writeHead(404);
    res.end();
  });

  const httpServer = createServer(expressApp);
  const listening = createListeningCallbacks();
  const WebApp = {
    ...webAppExports({ version, boilerplate, handlers, rawHandlers, expressApp, httpServer }),
    suppressConnectErrors: () => {
      Meteor._debug('WebApp.suppressConnectErrors has been renamed to _suppressExpressErrors');
      suppression.start();
    },
    _suppressExpressErrors: suppression.start,
    onListening: listening.add,
  };

  return {
    WebApp,
    WebAppInternals,
    setPage: boilerplate.setPage,
    /** Listens on a port, 0 for a free one, and resolves with the port. */
    start(port: number): Promise<number> {
      return new Promise((resolve, reject) => {
        httpServer.once('error', reject);
        WebApp.startListening(httpServer, { port, host: '127.0.0.1' }, () => {
          const bound = (httpServer.address() as AddressInfo).port;
          boundUrl = `http://127.0.0.1:${bound}/`;
          listening.run();
          resolve(bound);
        });
      });
    },
    async close(): Promise<void> {
      if (!httpServer.listening) return;
      const closed = new Promise((resolve) => httpServer.close(resolve));
      httpServer.closeAllConnections();
      await closed;
    },
  };
}

interface Parts {
  readonly version: HostVersion;
  readonly boilerplate: Boilerplate;
  readonly handlers: Express;
  readonly rawHandlers: Express;
  readonly expressApp: Express;
  readonly httpServer: Server;
}

function webAppExports(parts: Parts) {
  const { version, boilerplate, handlers, rawHandlers, expressApp, httpServer } = parts;
  return {
    express: expressOf(version),
    defaultArch: 'web.browser',
    clientPrograms: {},
    categorizeRequest,
    addHtmlAttributeHook: (hook: Boilerplate['attributeHooks'][number]) => {
      boilerplate.attributeHooks.push(hook);
    },
    _timeoutAdjustmentRequestCallback: (req: IncomingMessage, _res: ServerResponse) => {
      (req.socket as Socket).setTimeout(LONG_SOCKET_TIMEOUT_MS);
    },
    encodeRuntimeConfig,
    decodeRuntimeConfig,
    addRuntimeConfigHook: (hook: Boilerplate['configHooks'][number]) => {
      boilerplate.configHooks.push(hook);
    },
    addUpdatedNotifyHook: (_handler: () => void) => {},
    connectHandlers: handlers,
    handlers,
    rawConnectHandlers: rawHandlers,
    rawHandlers,
    httpServer,
    expressApp,
    startListening: (server: Server, options: object, callback: () => void) => {
      server.listen(options, callback);
    },
    clientHash: (_arch?: string) => '',
    calculateClientHash: (_arch?: string) => '',
    calculateClientHashRefreshable: (_arch?: string) => '',
    calculateClientHashNonRefreshable: (_arch?: string) => '',
    calculateClientHashReplaceable: (_arch?: string) => '',
    getRefreshableAssets: (_arch?: string) => [],
  };
}

function webAppInternals(
  version: HostVersion,
  boilerplate: Boilerplate,
  meteorInternalHandlers: Express,
) {
  let inlineScriptsAllowed = true;
  const expressVersion = atLeast(version, '3.1') ? '5.1.0' : '4.21.0';
  return {
    NpmModules: { express: { version: expressVersion, module: expressOf(version) } },
    addStaticJs: (code: string) => {
      boilerplate.staticJs.push(code);
    },
    additionalStaticJs: {},
    inlineScriptsAllowed: () => inlineScriptsAllowed,
    setInlineScriptsAllowed: async (allowed: boolean) => {
      inlineScriptsAllowed = allowed;
    },
    parsePort: (port: string) => (Number.isNaN(Number(port)) ? port : Number(port)),
    registerBoilerplateDataCallback: (_key: string, _callback: unknown) => null,
    staticFilesByArch: Object.create(null) as StaticFiles,
    meteorInternalHandlers,
  };
}

/** Answers errors itself, once asked to, for clients that say so in a header. */
function createErrorSuppression() {
  let suppresses = false;
  const handle: ErrorRequestHandler = (error, req, res, next) => {
    if (!error || !suppresses || !req.headers['x-suppress-error']) {
      next(error);
      return;
    }
    res.writeHead(error.status ?? 500, { 'Content-Type': 'text/plain' });
    res.end('An error message');
  };
  return {
    handle,
    start: () => {
      suppresses = true;
    },
  };
}

function createListeningCallbacks() {
  let waiting: (() => void)[] | null = [];
  return {
    add(callback: () => void): void {
      if (waiting) waiting.push(callback);
      else callback();
    },
    run(): void {
      const callbacks = waiting ?? [];
      waiting = null;
      for (const callback of callbacks) callback();
    },
  };
}

function pathPrefix(rootUrl: string | undefined): string {
  return rootUrl ? new URL(rootUrl).pathname.replace(/\/$/, '') : '';
}
