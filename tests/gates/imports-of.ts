import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const specifiers = [
  /^\s*(?:import|export)(?:[^'";]*?from)?\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];

/** What a source file imports, as written; types too. */
export function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return specifiers.flatMap((one) => [...source.matchAll(one)].map(([, name]) => name ?? ''));
}

/** The file a relative import means. */
export function resolveImport(from: string, name: string): string | undefined {
  const path = join(dirname(from), name);
  return [`${path}.ts`, `${path}.d.ts`, path].find((candidate) => existsSync(candidate));
}

/** Every package that a file imports, itself or through other files. */
export function packagesBehind(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const name of importsOf(file)) {
    if (!name.startsWith('.')) packages.add(name);
    else {
      const target = resolveImport(file, name);
      if (target?.endsWith('.ts')) {
        for (const found of packagesBehind(target, seen)) packages.add(found);
      }
    }
  }
  return packages;
}
