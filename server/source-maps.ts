import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceMaps } from './pipeline/errors/error-groups';
import type { Frame } from './pipeline/errors/stack-frames';
import type { Timers } from './pipeline/timers';
import { findOrigins, type Origin } from './source-map-places';

export interface SourceMapsParts {
  readonly timers: Timers;
  /** Called when there is a map and it cannot be read. */
  readonly failed: (error: unknown) => void;
}

/** Source maps, and the way out. */
export interface OwnedSourceMaps extends SourceMaps {
  close(): void;
}

/** So long frames are collected before files are read. */
const delayMs = 1_000;
const wantedLimit = 1_000;
const placeLimit = 5_000;
const mapBytesLimit = 16 * 2 ** 20;
/** Within so much of a file's end its last line is looked for. */
const tailBytes = 1_024;

/**
 * Finds where bundled code was written, by the source map that stands beside a
 * file (`//# sourceMappingURL=main.js.map`). Maps are read in the background, a
 * second after an error first came from a place, and let go of again: only
 * places are kept. Until then nothing is known.
 *
 * Meteor maps the files of its own bundler by itself when a stack is written
 * down; such frames name sources, which have no map, and stay as they are.
 */
export function createSourceMaps({ timers, failed }: SourceMapsParts): OwnedSourceMaps {
  const places = new Map<string, Frame | undefined>();
  let wanted = new Map<string, Frame>();
  let cancel: (() => void) | undefined;
  let closed = false;

  async function resolve(): Promise<void> {
    const byFile = new Map<string, Frame[]>();
    for (const frame of wanted.values()) {
      byFile.set(frame.file, [...(byFile.get(frame.file) ?? []), frame]);
    }
    wanted = new Map();
    for (const [file, frames] of byFile) await resolveFile(file, frames).catch(failed);
  }

  async function resolveFile(file: string, frames: Frame[]): Promise<void> {
    if (places.size > placeLimit) places.clear();
    for (const frame of frames) places.set(keyOf(frame), undefined);
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const map = await readMap(path);
    if (!map) return;
    for (const [frame, place] of await placesIn(map, path, frames)) places.set(keyOf(frame), place);
  }

  return {
    prepare(frames) {
      for (const frame of frames) {
        if (closed || wanted.size >= wantedLimit || !mayHaveMap(frame.file)) continue;
        if (!places.has(keyOf(frame))) wanted.set(keyOf(frame), frame);
      }
      if (wanted.size === 0 || cancel) return;
      cancel = timers.after(delayMs, () => {
        resolve().finally(() => {
          cancel = undefined;
        });
      });
    },
    find: (frame) => places.get(keyOf(frame)),
    close() {
      closed = true;
      cancel?.();
    },
  };
}

const keyOf = ({ file, line, column }: Frame) => `${file}:${line}:${column}`;

function mayHaveMap(file: string): boolean {
  const isFile = isAbsolute(file) || file.startsWith('file:');
  return isFile && /\.[cm]?js$/.test(file) && !/[\\/]node_modules[\\/]/.test(file);
}

interface RawMap {
  readonly mappings: string;
  readonly sources: readonly unknown[];
  readonly sourceRoot?: string;
}

/** The map that the end of a file names: a file in the same folder, and nowhere else. */
async function readMap(file: string): Promise<RawMap | undefined> {
  const [, url] = /\/\/[#@] ?sourceMappingURL=(\S{1,300})\s*$/.exec(await tailOf(file)) ?? [];
  if (url === undefined || basename(url) !== url || !/^[\w.@-]+$/.test(url)) return undefined;
  const mapFile = join(dirname(file), url);
  if ((await stat(mapFile)).size > mapBytesLimit) return undefined;
  const map = JSON.parse((await readFile(mapFile, 'utf8')).replace(/^\)\]\}'/, ''));
  return typeof map.mappings === 'string' && Array.isArray(map.sources) ? map : undefined;
}

async function tailOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined); // a source that is not here
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    await handle.close();
  }
}

async function placesIn(
  map: RawMap,
  file: string,
  frames: readonly Frame[],
): Promise<ReadonlyArray<readonly [Frame, Frame | undefined]>> {
  const sorted = [...frames].sort((a, b) => a.line - b.line || a.column - b.column);
  // A map counts from 0, a stack from 1.
  const positions = sorted.map(({ line, column }) => ({ line: line - 1, column: column - 1 }));
  const finding = findOrigins(map.mappings, positions);
  let step = finding.next();
  for (; !step.done; step = finding.next()) await pause();
  const origins = step.value;
  return sorted.map((frame, at) => [frame, placeOf(frame, origins[at], map, file)]);
}

const pause = () => new Promise((resume) => setImmediate(resume));

function placeOf(
  { fn }: Frame,
  origin: Origin | undefined,
  map: RawMap,
  file: string,
): Frame | undefined {
  const source = origin && map.sources[origin.source];
  if (!origin || typeof source !== 'string') return undefined;
  const path = sourceFile(file, map.sourceRoot ?? '', source);
  return { fn, file: path, line: origin.line + 1, column: origin.column + 1 };
}

/** Sources of bundlers are relative to the map, or have a scheme of their own (`webpack://app/./main.ts`). */
function sourceFile(file: string, root: string, source: string): string {
  const path = `${root && `${root.replace(/\/$/, '')}/`}${source}`;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) || isAbsolute(path)
    ? path
    : join(dirname(file), path);
}
