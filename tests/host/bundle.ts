import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { asMeteorCompiles } from './as-meteor-compiles';

const bundles = new Map<string, Promise<string>>();

/**
 * The code of a server entry and all it imports, as one CommonJS module with an
 * inline source map. `meteor/*` and npm packages stay outside. A bundle is made
 * once per process.
 */
export function bundle(entry: string): Promise<string> {
  const made = bundles.get(entry) ?? make(entry);
  bundles.set(entry, made);
  return made;
}

/** For benches: whoever has run the code has its text, nobody else. */
export function forgetBundle(entry: string): void {
  bundles.delete(entry);
}

async function make(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...asMeteorCompiles,
    entryPoints: [entry],
    sourcemap: 'inline',
    sourcesContent: false, // Meteor drops it when it starts
    write: false,
    logLevel: 'silent',
    plugins: [importsFromRoot(entry)],
  });
  return outputFiles[0]?.text ?? '';
}

/** Meteor resolves `/imports/x` from the root of the app. */
function importsFromRoot(entry: string): Plugin {
  return {
    name: 'imports-from-root',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^\// }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point' || existsSync(path)) return undefined;
        const folder = dirname(entry);
        const root = existsSync(join(folder, '.meteor')) ? folder : dirname(folder);
        return resolve(`.${path}`, { kind, resolveDir: root || resolveDir });
      });
    },
  };
}
