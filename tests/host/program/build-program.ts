import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { StaticFile } from '../webapp/static-files';
import { meteorImports } from './meteor-imports';
import type { ClientProgram } from './program';
import { staticHtml } from './static-html';

export interface ProgramOptions {
  /** Entry files of packages by name, loaded before the app and in this order. */
  readonly packages?: Readonly<Record<string, string>>;
  /** Makes a client that is the same and newer, as a deploy does. */
  readonly salt?: string;
}

const METEOR = join(__dirname, '..', 'client', 'browser.ts');

/**
 * Bundles the client of the app at `root`, which has `client/main.ts`,
 * `.html` and `.css`: Meteor's stand-in, then each package, then the app, each
 * in a file of its own, as a page of a running Meteor loads them.
 */
export async function buildProgram(
  root: string,
  { packages = {}, salt = '' }: ProgramOptions = {},
): Promise<ClientProgram> {
  const client = join(root, 'client');
  const made = await Promise.all([
    script('/packages/meteor.js', `require(${JSON.stringify(METEOR)})`, root),
    ...Object.entries(packages).map(([name, entry]) =>
      script(
        `/packages/${name.replace(':', '_')}.js`,
        `Package[${JSON.stringify(name)}] = require(${JSON.stringify(entry)})`,
        root,
      ),
    ),
    script('/app/app.js', `require(${JSON.stringify(join(client, 'main.ts'))})`, root),
  ]);
  const scripts = made.flat();
  const css = await readOptional(join(client, 'main.css'));
  const html = staticHtml(await readOptional(join(client, 'main.html')));
  const versionRefreshable = hashOf(css);
  const versionNonRefreshable = hashOf(
    salt + html.body + made.map(([script]) => script?.[1].hash).join(),
  );
  return {
    ...html,
    files: {
      '/merged-stylesheets.css': { content: css, type: 'css', hash: versionRefreshable },
      ...Object.fromEntries(scripts),
    },
    version: {
      version: hashOf(versionRefreshable + versionNonRefreshable),
      versionRefreshable,
      versionNonRefreshable,
      versionReplaceable: versionNonRefreshable,
    },
  };
}

/** A script and its source map, by their paths. */
async function script(
  path: string,
  code: string,
  root: string,
): Promise<ReadonlyArray<[string, StaticFile]>> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    outfile: path,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'linked',
    write: false,
    logLevel: 'silent',
    plugins: [meteorImports],
  });
  return outputFiles.map(({ path: made, text }) => [
    made,
    { content: text, type: made.endsWith('.map') ? 'json' : 'js', hash: hashOf(text) },
  ]);
}

async function readOptional(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

function hashOf(content: string): string {
  return createHash('sha1').update(content).digest('hex');
}
