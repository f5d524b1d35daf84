import type { NextFunction, Request, Response } from 'express';
import { type CategorizedRequest, categorizeRequest, isAppUrl } from './categorize-request';

export type RuntimeConfig = Record<string, unknown>;
type ConfigHook = (given: {
  arch: string;
  request: CategorizedRequest;
  encodedCurrentConfig: string;
}) => string | false | undefined;
type AttributeHook = (request: CategorizedRequest) => Record<string, string> | null;

/** What the client of an app puts into the page. */
export interface PageParts {
  readonly head: string;
  readonly body: string;
  /** Addresses under the root of the app, in their order. */
  readonly css: readonly string[];
  readonly js: readonly string[];
  /** What it adds to the runtime configuration. */
  readonly config: RuntimeConfig;
}

/** The page of the app: without a client only its runtime configuration. */
export interface Boilerplate {
  readonly attributeHooks: AttributeHook[];
  readonly configHooks: ConfigHook[];
  readonly staticJs: string[];
  setPage(parts: PageParts): void;
  serve(req: Request, res: Response, next: NextFunction): void;
}

const noParts: PageParts = { head: '', body: '', css: [], js: [], config: {} };

export function createBoilerplate(config: () => RuntimeConfig): Boilerplate {
  const attributeHooks: AttributeHook[] = [];
  const configHooks: ConfigHook[] = [];
  const staticJs: string[] = [];
  let page = noParts;

  const rooted = (path: string) => `${config().ROOT_URL_PATH_PREFIX ?? ''}${path}`;

  function html(request: CategorizedRequest): string {
    const attributes = attributeHooks.flatMap((hook) => Object.entries(hook(request) ?? {}));
    const shown = attributes.map(([name, value]) => ` ${name}="${value}"`).join('');
    const scripts = [runtimeConfig(request), ...staticJs].map(
      (code) => `<script type="text/javascript">${code}</script>`,
    );
    const files = page.js.map(
      (path) => `<script type="text/javascript" src="${rooted(path)}"></script>`,
    );
    const styles = page.css.map(
      (path) =>
        `<link rel="stylesheet" type="text/css" class="__meteor-css__" href="${rooted(path)}">`,
    );
    const head = [...styles, page.head].join('\n');
    const body = [page.body, ...scripts, ...files].join('\n');
    return `<!DOCTYPE html>\n<html${shown}>\n<head>${head}</head>\n<body>\n${body}\n</body>\n</html>`;
  }

  function runtimeConfig(request: CategorizedRequest): string {
    const initial = encodeRuntimeConfig({ ...config(), ...page.config });
    const encoded = configHooks.reduce(
      (current, hook) =>
        hook({ arch: request.arch, request, encodedCurrentConfig: current }) || current,
      initial,
    );
    return `__meteor_runtime_config__ = JSON.parse(decodeURIComponent(${encoded}))`;
  }

  return {
    attributeHooks,
    configHooks,
    staticJs,
    setPage(parts) {
      page = parts;
    },
    serve(req, res, next) {
      if (!isAppUrl(req.url)) {
        next();
      } else if (req.method !== 'GET' && req.method !== 'HEAD') {
        const status = req.method === 'OPTIONS' ? 200 : 405;
        res.writeHead(status, { Allow: 'OPTIONS, GET, HEAD', 'Content-Length': '0' });
        res.end();
      } else {
        const status = res.statusCode || 200;
        res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
        res.end(html(categorizeRequest(req)));
      }
    },
  };
}

export function encodeRuntimeConfig(config: RuntimeConfig): string {
  return JSON.stringify(encodeURIComponent(JSON.stringify(config)));
}

export function decodeRuntimeConfig(encoded: string): RuntimeConfig {
  return JSON.parse(decodeURIComponent(JSON.parse(encoded)));
}
