import type { DropReason } from '../../../common/drops';
import type { ErrorEntry, ErrorSighting } from '../../../common/error-entry';
import { mergeErrors } from '../../../common/error-merge';
import { hashText } from '../../../common/query-hash';
import { cut } from '../../../common/query-text';
import type { MetricSample } from '../../../common/sample';
import { createOnItsWay } from './on-its-way';
import { ownFrame, writeFrames } from './own-frame';
import { causesOf, type ReadError, readError } from './read-error';
import { type Frame, framesOf } from './stack-frames';

export interface ErrorGroupsParts {
  /** Counts every error, those beyond the limit too. */
  readonly record: (sample: MetricSample) => void;
  readonly drop: (reason: DropReason) => void;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  readonly sourceMaps: SourceMaps;
  /** Folder that paths are shown relative to. */
  readonly root: string;
}

/** Where the code of a bundle was written. */
export interface SourceMaps {
  /** Begins to look these up, where their files have maps. */
  prepare(frames: readonly Frame[]): void;
  /** The frame as its source has it; undefined where that is not known (yet). */
  find(frame: Frame): Frame | undefined;
}

/** The errors of a window, put together where they are the same. */
export interface ErrorGroups {
  add(sighting: ErrorSighting): void;
  /** Ends the window: what came since the last call. */
  take(): readonly ErrorEntry[];
}

const groupLimit = 200;
/** Stacks that are asked for, of errors alike but for their stack, and in a window beyond the first of each. */
const stacksPerKind = 10;
const stacksPerWindow = 400;
const nameLimit = 200;
const messageLimit = 500;

/**
 * Groups errors by source, name, error name, masked message and own frame. The
 * engine writes a stack down when first asked for, which can cost as much as
 * the call that failed. So of errors that are alike but for the stack, the
 * first ten are asked; later ones count to the group of the last that was.
 */
export function createErrorGroups(parts: ErrorGroupsParts): ErrorGroups {
  const { record, drop, wallNow, sourceMaps, root } = parts;
  const isOnItsWay = createOnItsWay();
  let kinds = new Map<string, Kind>();
  let groups = 0;
  let stacksLeft = stacksPerWindow;

  function kindOf(key: string): Kind | undefined {
    const known = kinds.get(key);
    if (known || groups >= groupLimit) return known;
    const kind: Kind = { byPlace: new Map(), last: undefined, asked: 0 };
    kinds.set(key, kind);
    return kind;
  }

  function groupOf(kind: Kind, sighting: ErrorSighting, error: ReadError): Group | undefined {
    if (kind.last && (kind.asked >= stacksPerKind || stacksLeft <= 0)) return kind.last;
    if (kind.last) stacksLeft--;
    kind.asked++;
    const frames = framesOf(sighting.error, error.rawMessage);
    const place = ownFrame(frames, root)?.frame ?? '';
    const known = kind.byPlace.get(place);
    if (!known && groups >= groupLimit) return undefined;
    const group = known ?? begin(sighting, error, frames);
    kind.byPlace.set(place, group);
    kind.last = group;
    return group;
  }

  function begin(sighting: ErrorSighting, error: ReadError, frames: readonly Frame[]): Group {
    groups++;
    sourceMaps.prepare(frames);
    const { source, error: thrown, invocation } = sighting;
    const { errorName, message, expected } = error;
    const at = wallNow();
    const name = cut(sighting.name, nameLimit);
    const traceId = invocation?.work.trace?.id;
    const causes = causesOf(thrown);
    return {
      ...{ source, name, errorName, expected, message, frames, causes, traceId },
      ...{ count: 0, firstAt: at, lastAt: at },
    };
  }

  function entryOf(group: Group): ErrorEntry {
    const { source, name, errorName, expected, message, causes, traceId } = group;
    const frames = group.frames.map((frame) => sourceMaps.find(frame) ?? frame);
    const own = ownFrame(frames, root);
    const short = cut(message, messageLimit);
    const key = [source, name, errorName, short, own?.place ?? ''].join('\n');
    const stack = `${errorName}: ${short}${writeFrames(frames, root)}`;
    return {
      group: hashText(key).slice(0, 16),
      ...{ source, name, errorName, message: short, frame: own?.frame ?? '', expected },
      ...{ count: group.count, firstAt: group.firstAt, lastAt: group.lastAt },
      sample: {
        at: group.firstAt,
        message,
        ...(frames.length > 0 && { stack: cut(stack, 8_000) }),
        ...(traceId !== undefined && { traceId }),
        ...(causes.length > 0 && { causes }),
      },
    };
  }

  return {
    add(sighting) {
      if (isOnItsWay(sighting)) return;
      const error = readError(sighting.error);
      const { source } = sighting;
      const dims = { source, expected: String(error.expected) };
      record({ kind: 'metric', metric: 'error.count', dims, value: 1 });
      const key = [source, sighting.name, error.errorName, error.message].join('\n');
      const kind = kindOf(key);
      const group = kind && groupOf(kind, sighting, error);
      if (!group) {
        drop('error-limit');
        return;
      }
      group.count++;
      group.lastAt = wallNow();
    },
    take() {
      const taken: ErrorEntry[] = [];
      for (const { byPlace } of kinds.values()) {
        for (const group of byPlace.values()) taken.push(entryOf(group));
      }
      kinds = new Map();
      groups = 0;
      stacksLeft = stacksPerWindow;
      return mergeErrors(taken);
    },
  };
}

interface Kind {
  /** By own frame, before source maps. */
  readonly byPlace: Map<string, Group>;
  last: Group | undefined;
  /** Stacks that were asked for. */
  asked: number;
}

interface Group extends Omit<ErrorEntry, 'group' | 'frame' | 'sample' | 'count' | 'lastAt'> {
  readonly frames: readonly Frame[];
  readonly causes: readonly string[];
  readonly traceId: string | undefined;
  count: number;
  lastAt: number;
}
