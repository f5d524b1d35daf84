import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(__dirname, '../..');

const elsewhere = new Set(['node_modules', 'recordings', '.git', '.meteor']);

/** Every Markdown file of the repository, by path from the root. */
export function documents(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (elsewhere.has(entry.name)) return [];
    if (entry.isDirectory()) return documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

export function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

export interface Block {
  readonly language: string;
  readonly code: string;
  /** What the comment on the line before says, as in `<!-- run -->`. */
  readonly mark: string | undefined;
  readonly line: number;
}

/** The fenced blocks of a text. */
export function blocksOf(text: string): Block[] {
  const fence = /^(?:<!-- (.*) -->\n)?( *)```([\w-]*)\n([\s\S]*?)^\2```$/gm;
  return [...text.matchAll(fence)].map(
    ({ index, 1: mark, 2: indent = '', 3: language = '', 4: code = '' }) => ({
      language,
      mark,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, index).split('\n').length + (mark ? 1 : 0),
    }),
  );
}

/** A text without its fenced blocks, comments and code spans, lines kept. */
export function proseOf(text: string): string {
  const blank = (part: string) => part.replaceAll(/[^\n]/g, ' ');
  return text
    .replaceAll(/^( *)```[\s\S]*?^\1```$/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/(`+)[^`][\s\S]*?\1/g, blank);
}
