import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { proseOf, root, textOf } from './documents';

export interface Link {
  readonly target: string;
  readonly line: number;
}

/** The links of a text, pictures included, but for those to other hosts. */
export function linksOf(text: string): Link[] {
  const prose = proseOf(text);
  const found = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
  return found
    .map(({ 1: target = '', index }) => ({
      target,
      line: prose.slice(0, index).split('\n').length,
    }))
    .filter(({ target }) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** What is wrong with a link in a document; nothing when it leads somewhere. */
export function wrongWith(document: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path ? relative(root, join(root, dirname(document), decodeURI(path))) : document;
  if (file.startsWith('..')) return `${target} leads out of the repository`;
  if (!existsSync(join(root, file))) return `${target} is not there`;
  if (anchor === undefined) return undefined;
  if (statSync(join(root, file)).isDirectory() || !file.endsWith('.md')) {
    return `${target} has an anchor, but is no document`;
  }
  return anchorsOf(textOf(file)).has(anchor) ? undefined : `${target} has no such heading`;
}

/** The anchors that GitHub gives the headings of a text, and those it has by `id`. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const withoutBlocks = text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
  for (const [, heading = ''] of withoutBlocks.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const base = slugOf(heading);
    let anchor = base;
    for (let times = 1; anchors.has(anchor); times += 1) anchor = `${base}-${times}`;
    anchors.add(anchor);
  }
  for (const [, id = ''] of withoutBlocks.matchAll(/\bid="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}
