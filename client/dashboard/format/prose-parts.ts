/** A stretch of text: as it is, code, or stressed. */
export interface ProsePart {
  readonly as: 'text' | 'code' | 'em';
  readonly text: string;
}

/** A paragraph, or a list of points. */
export type ProseBlock =
  | { readonly as: 'paragraph'; readonly parts: readonly ProsePart[] }
  | { readonly as: 'list'; readonly items: ReadonlyArray<readonly ProsePart[]> };

/**
 * Takes a text of the documentation apart: paragraphs and lists (`- `) between empty lines; in them
 * `` `code` ``, `*stress*`, and links, of which the words stay. A block begins with a capital.
 */
export function proseBlocks(text: string): ProseBlock[] {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block) =>
      block.startsWith('- ')
        ? { as: 'list', items: block.slice(2).split(/\n- /).map(partsOf) }
        : { as: 'paragraph', parts: partsOf(block) },
    );
}

const marked = /`([^`]+)`|\*([^*]+)\*|\[([^\]]+)\]\([^)]*\)/g;

function partsOf(text: string): ProsePart[] {
  const parts: ProsePart[] = [];
  let at = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, code, em, link] = match;
    parts.push({ as: 'text', text: text.slice(at, match.index) });
    if (code !== undefined) parts.push({ as: 'code', text: code });
    else if (em !== undefined) parts.push({ as: 'em', text: em });
    else parts.push({ as: 'text', text: link ?? '' });
    at = match.index + whole.length;
  }
  parts.push({ as: 'text', text: text.slice(at) });
  return capitalised(parts.filter((part) => part.text !== ''));
}

function capitalised([first, ...rest]: readonly ProsePart[]): ProsePart[] {
  if (!first) return [];
  const text =
    first.as === 'code' ? first.text : `${first.text[0]?.toUpperCase()}${first.text.slice(1)}`;
  return [{ ...first, text }, ...rest];
}
