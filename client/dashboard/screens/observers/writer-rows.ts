import type { ReadAnswer } from '../../../../common/reader';

/** Who changes documents of a collection. */
export interface WriterRow {
  /** `method:tasks.add`, `publication:…`, or `none`, as the metric has it. */
  readonly owner: string;
  readonly docsPerSecond: number;
  /** Of all documents that this app changes there. */
  readonly share: number;
}

/** Writers of an answer by `owner`, those that change most first; who changed nothing is left out. */
export function writerRows({ rows, from, to }: ReadAnswer): WriterRow[] {
  const written = rows
    .map(({ dims, points }) => ({
      owner: dims.owner ?? 'none',
      docs: points.reduce((sum, [, value]) => sum + Number(value), 0),
    }))
    .filter(({ docs }) => docs > 0)
    .sort((a, b) => b.docs - a.docs);
  const all = written.reduce((sum, { docs }) => sum + docs, 0);
  const seconds = (to - from) / 1_000;
  return written.map(({ owner, docs }) => ({
    ...{ owner, docsPerSecond: docs / seconds, share: docs / all },
  }));
}

/** The name of a writer, and the screen that tells more of it. */
export function writerLink(owner: string): {
  readonly text: string;
  readonly screen?: string;
  readonly name?: string;
} {
  const [, kind, name = ''] = /^(method|publication):(.+)$/s.exec(owner) ?? [];
  if (kind === undefined) {
    return { text: owner === 'none' ? 'code outside of any call' : owner };
  }
  return { text: name, name, screen: kind === 'method' ? 'methods' : 'publications' };
}
