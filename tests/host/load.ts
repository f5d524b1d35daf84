import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';
import { compileFunction } from 'node:vm';
import { bundle } from './bundle';

/** The part of a host that loading touches. */
export interface LoadingHost {
  /** Exports by module id, as `meteor/mongo`. */
  readonly modules: Record<string, unknown>;
  /** Exports by package name, as `mongo`. */
  readonly Package: Record<string, unknown>;
}

export interface LoadOptions {
  /** Entry files of packages by name, loaded before the app and in this order. */
  readonly packages?: Record<string, string>;
  /** Folders of assets that are found elsewhere: the path in the package, and the folder instead. */
  readonly assetFolders?: Readonly<Record<string, string>> | undefined;
}

/**
 * Loads an app's server code into a host and gives what its entry exports. The
 * code is bundled and run as a server bundle is: `meteor/…` comes from the
 * host, npm packages from where the entry lives, and every host gets its own
 * copy. A package that the host already has is not loaded again.
 */
export async function loadServerCode(
  host: LoadingHost,
  entry: string,
  { packages = {}, assetFolders = {} }: LoadOptions = {},
): Promise<unknown> {
  for (const [name, file] of Object.entries(packages)) {
    if (!(name in host.Package)) await loadPackage(host, name, file, assetFolders);
  }
  return run(host, entry, assetsIn(join(rootOf(entry, '.meteor'), 'private')));
}

async function loadPackage(
  host: LoadingHost,
  name: string,
  file: string,
  folders: Readonly<Record<string, string>>,
): Promise<void> {
  const exported = await run(host, file, assetsIn(rootOf(file, 'package.js'), folders));
  host.Package[name] = exported;
  host.modules[`meteor/${name}`] = exported;
}

async function run(
  host: LoadingHost,
  entry: string,
  assets: ReturnType<typeof assetsIn>,
): Promise<unknown> {
  const code = await bundle(entry);
  const npmRequire = createRequire(entry);
  const module = { exports: {} as unknown, id: entry, require };

  function require(id: string): unknown {
    if (!id.startsWith('meteor/')) return npmRequire(id);
    if (id in host.modules) return host.modules[id];
    const error = new Error(`Cannot find module '${id}'`);
    throw Object.assign(error, { code: 'MODULE_NOT_FOUND' });
  }

  const free = {
    require,
    module,
    exports: module.exports,
    Package: host.Package,
    Npm: { require: npmRequire, depends() {} },
    Assets: assets,
    __filename: entry,
    __dirname: dirname(entry),
  };
  const compiled = compileFunction(code, Object.keys(free), { filename: `${entry}.bundle.js` });
  compiled(...Object.values(free));
  return module.exports;
}

/** Files that come with an app (in its `private` folder) or a package. */
function assetsIn(root: string, folders: Readonly<Record<string, string>> = {}) {
  const absoluteFilePath = (path: string) => {
    const file = join(folders[dirname(path)] ?? join(root, dirname(path)), basename(path));
    if (!existsSync(file)) throw new Error(`Unknown asset: ${path}`);
    return file;
  };
  return {
    absoluteFilePath,
    getServerDir: () => root,
    getTextAsync: async (path: string) => readFile(absoluteFilePath(path), 'utf8'),
    getBinaryAsync: async (path: string) => new Uint8Array(await readFile(absoluteFilePath(path))),
  };
}

/** The nearest folder above a file that has `marker`, else the one above the file's own. */
function rootOf(file: string, marker: string): string {
  const { root } = parse(file);
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) {
    if (existsSync(join(folder, marker))) return folder;
  }
  return dirname(dirname(file));
}
