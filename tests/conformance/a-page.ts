import { buildSync } from 'esbuild';
import { type DOMWindow, JSDOM } from 'jsdom';

export interface Page {
  readonly window: DOMWindow;
  /** What scripts of the page asked for. */
  readonly requests: ReadonlyArray<{ readonly url: string; readonly body: string }>;
  /** Requests to anyone but who they may go to: these failed. */
  readonly strayed: readonly string[];
  close(): void;
}

export interface PageParts {
  /** Where the page may send to; nothing else can be reached. */
  readonly allowed: string;
  /** A script to run, made by `bundleOf`. */
  readonly bundle: string;
  readonly url?: string;
}

const address = 'http://app.example/todos/7?utm_source=mail&utm_campaign=June&tab=1#part';

/** A page in jsdom that has run a script. Its requests are real. */
export function aPage({ allowed, bundle, url = address }: PageParts): Page {
  const requests: Array<{ url: string; body: string }> = [];
  const strayed: string[] = [];
  const html = '<!doctype html><title>Todos</title><body></body>';
  const dom = new JSDOM(html, {
    url,
    referrer: 'https://search.example/',
    runScripts: 'outside-only',
    pretendToBeVisual: true,
  });
  const { window } = dom;
  Object.assign(window, {
    fetch(target: string, init: RequestInit = {}) {
      if (!target.startsWith(`${allowed}/`)) {
        strayed.push(target);
        return Promise.reject(new TypeError('nobody is reached there'));
      }
      requests.push({ url: target, body: String(init.body ?? '') });
      const { signal: _ofTheOtherRealm, ...rest } = init;
      return fetch(target, rest);
    },
    TextEncoder,
  });
  window.eval(bundle);
  return { window, requests, strayed, close: () => window.close() };
}

/** Everything that `code` needs, as one script that leaves its exports in a global `bundled`. */
export function bundleOf(code: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundled',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    footer: { js: 'window.bundled = bundled;' },
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild made nothing');
  return file.text;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, forMs = 5_000): Promise<void> {
  const end = Date.now() + forMs;
  while (!isSo() && Date.now() < end) await new Promise((resume) => setTimeout(resume, 5));
}
