import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** What is sent of a file, and the strong tag it is known by. */
export interface Content {
  readonly body: Buffer;
  readonly etag: string;
}

export interface StaticFile {
  readonly contentType: string;
  /** Absent are the encodings that were not built. */
  readonly contents: {
    readonly identity: Content;
    readonly br?: Content;
    readonly gzip?: Content;
  };
}

export interface StaticFiles {
  /** The file of this name; `undefined` when it is not among the names, or could not be read. */
  find(name: string): Promise<StaticFile | undefined>;
  /** Those that could not be read; none before the first was asked for. */
  missing(): readonly string[];
}

export interface StaticFilesParts {
  readonly names: readonly string[];
  /** Where a file is; may throw when there is none. */
  readonly locate: (name: string) => string;
  readonly warn: (message: string) => void;
}

/**
 * The files of the dashboard, with what was built of each: `.br` and `.gz`
 * beside it. They are read when the first is asked for, and kept. What a
 * request names is looked up among these names; it never becomes a path.
 */
export function createStaticFiles({ names, locate, warn }: StaticFilesParts): StaticFiles {
  let missing: readonly string[] = [];
  let reading: Promise<ReadonlyMap<string, StaticFile>> | undefined;

  async function readAll(): Promise<ReadonlyMap<string, StaticFile>> {
    const files = await Promise.all(names.map((name) => readOne(name, locate)));
    missing = names.filter((_name, index) => files[index] === undefined);
    if (missing.length > 0) {
      warn(`files of the dashboard are missing, it cannot be shown: ${missing.join(', ')}`);
    }
    return new Map(
      names.flatMap((name, index) => {
        const file = files[index];
        return file ? [[name, file] as const] : [];
      }),
    );
  }

  return {
    async find(name) {
      if (!names.includes(name)) return undefined;
      reading ??= readAll();
      return (await reading).get(name);
    },
    missing: () => missing,
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

async function readOne(
  name: string,
  locate: StaticFilesParts['locate'],
): Promise<StaticFile | undefined> {
  const [identity, br, gzip] = await Promise.all(
    ['', '.br', '.gz'].map((suffix) => contentOf(name + suffix, locate)),
  );
  if (!identity) return undefined;
  return {
    contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
    contents: { identity, ...(br ? { br } : {}), ...(gzip ? { gzip } : {}) },
  };
}

async function contentOf(
  name: string,
  locate: StaticFilesParts['locate'],
): Promise<Content | undefined> {
  try {
    const body = await readFile(locate(name));
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    return { body, etag: `"${hash}"` };
  } catch {
    return undefined;
  }
}
