import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const specifiers = [
  /^\s*(?:import|export)(?:[^'";]*?from)?\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];

const typesAlone = /^\s*(?:import|export)\s+type\b[^'";]*?from\s*['"][^'"\n]+['"];/gm;

/** What a source file imports, as written; types too. */
export function importsOf(file: string): string[] {
  return namesIn(readFileSync(file, 'utf8'));
}

/** What a source file imports when it runs. Files are read once per process. */
export function loadedBy(file: string): string[] {
  const known = loaded.get(file);
  if (known) return known;
  const names = namesIn(readFileSync(file, 'utf8').replace(typesAlone, ''));
  loaded.set(file, names);
  return names;
}

const loaded = new Map<string, string[]>();

function namesIn(source: string): string[] {
  return specifiers.flatMap((one) => [...source.matchAll(one)].map(([, name]) => name ?? ''));
}

/** The file a relative import means. */
export function resolveImport(from: string, name: string): string | undefined {
  const path = join(dirname(from), name);
  return [`${path}.ts`, `${path}.tsx`, `${path}.d.ts`, path].find((candidate) =>
    existsSync(candidate),
  );
}
