import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importsOf, loadedBy, resolveImport } from './imports-of';

const root = join(__dirname, '../..');

/**
 * The source files that Meteor's tool finds in the package: all with an
 * extension that one of its compilers takes, but for those in folders that
 * `.meteorignore` names (tools/isobuild/package-source.js, `_findSources`).
 * What is not named by package.js is compiled once something imports it; from
 * Meteor 3.5.1 on, what does not compile stops the build even so.
 */
export function foundSources(): string[] {
  const ignored = ignoredPaths();
  const isIgnored = (path: string) =>
    ignored.some((folder) => path === folder || path.startsWith(`${folder}/`));

  function find(folder: string): string[] {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .map((entry) => ({ path: join(folder, entry.name), isFolder: entry.isDirectory() }))
      .filter(({ path }) => !isIgnored(path))
      .flatMap(({ path, isFolder }) => (isFolder ? find(path) : [path]));
  }
  return find('').filter((path) => compiled.test(path) && path !== 'package.js');
}

const compiled = /\.(ts|tsx|js|jsx|mjs)$/;

/**
 * Paths that `.meteorignore` names; plain ones, which hold from the root of the
 * package.
 *
 * @throws {Error} at a pattern, which nobody here reads.
 */
export function ignoredPaths(): string[] {
  const lines = readFileSync(join(root, '.meteorignore'), 'utf8').split('\n').filter(Boolean);
  const pattern = lines.find((line) => /[*?![\]#]/.test(line));
  if (pattern) throw new Error(`.meteorignore: ${pattern} is no plain path`);
  return lines.map((line) => line.replace(/^\/|\/$/g, ''));
}

export interface Reached {
  /** Files by path from the root. */
  readonly files: Set<string>;
  /** What else is imported, as written. */
  readonly packages: Set<string>;
}

/**
 * All that an entry loads, itself or through other files, `import()` included;
 * what it takes only types of when these are asked for.
 */
export function reachedFrom(entry: string, { types = false } = {}): Reached {
  const namesIn = types ? importsOf : loadedBy;
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const name of namesIn(join(root, file))) {
      if (!name.startsWith('.')) packages.add(name);
      else queue.push(targetOf(file, name));
    }
  }
  return { files, packages };
}

function targetOf(file: string, name: string): string {
  const target = resolveImport(join(root, file), name);
  if (target === undefined || !compiled.test(target)) {
    throw new Error(`${file} imports ${name}, which is no source file`);
  }
  return relative(root, target);
}

/** Files of a folder, by path from the root; none when it is not there. */
export function filesIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
