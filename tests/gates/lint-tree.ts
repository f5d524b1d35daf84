import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const biome = join(root, 'node_modules/.bin/biome');

/** A rule that refused a file: `lint/style/noRestrictedImports`. */
export interface Refusal {
  readonly file: string;
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

/** Writes `files` (text by path) below the project's `biome.jsonc` and lints them. */
export function lintTree(files: ReadonlyMap<string, string>): readonly Refusal[] {
  const tree = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    for (const name of ['biome.jsonc', '.gitignore'])
      copyFileSync(join(root, name), join(tree, name));
    for (const [file, text] of files) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
    return refusals(lint(tree));
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function lint(tree: string): string {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  try {
    return execFileSync(biome, args, { cwd: tree, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    // Errors found end it with status 1; the report is the same.
    return (error as { stdout: string }).stdout;
  }
}

interface Report {
  readonly diagnostics: ReadonlyArray<{
    readonly category: string;
    readonly severity: string;
    readonly message: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }>;
}

function refusals(report: string): Refusal[] {
  const { diagnostics } = JSON.parse(report) as Report;
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location, message }) => ({
      file: location.path,
      rule: category,
      line: location.start.line,
      message,
    }));
}
