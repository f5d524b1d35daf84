import type { Resource } from '../../../common/resource';
import { coarsenPieces } from './coarsen-errors';
import { type KnownErrors, knownBytes, type PackedError } from './known-errors';
import type { PackedText } from './packed-text';
import { relieveErrors } from './relieve-errors';

/** Errors by group, in pieces that grow coarser with age. */
export interface ErrorTable {
  add(resource: Resource, errors: readonly PackedError[]): void;
  /** Puts together what is old enough to be read more coarsely. */
  coarsen(nowMs: number): void;
  /** Forgets what last happened before `at`. */
  forgetBefore(at: number): void;
  /** Lets old samples go until it fits, then old pieces. */
  shrink(limitBytes: number): void;
  groups(): readonly KnownErrors[];
  /** Nothing later than this was forgotten. */
  readonly forgottenUpTo: number;
  readonly sizeBytes: number;
}

const mostSamples = 5;
const coarsenEveryMs = 60_000;

export function createErrorTable(): ErrorTable {
  const known = new Map<string, KnownErrors>();
  let sizeBytes = 0;
  let forgottenUpTo = Number.NEGATIVE_INFINITY;
  let coarsenedAt = Number.NEGATIVE_INFINITY;

  function put(group: string, next: KnownErrors): void {
    const before = known.get(group);
    if (before) sizeBytes -= knownBytes(before);
    if (next.pieces.length === 0) {
      known.delete(group);
      return;
    }
    known.set(group, next);
    sizeBytes += knownBytes(next);
  }

  return {
    add(resource, errors) {
      for (const { group, identity, piece, sample } of errors) {
        const before = identified(known.get(group) ?? nothingKnown(identity), identity, piece);
        const pieces = [...before.pieces, pieceOf(resource, piece)];
        const samples = [sampleOf(resource, sample), ...before.samples]
          .sort((a, b) => b.at - a.at)
          .slice(0, mostSamples);
        put(group, { ...before, pieces, samples });
      }
    },
    coarsen(nowMs) {
      if (nowMs - coarsenedAt < coarsenEveryMs) return;
      coarsenedAt = nowMs;
      for (const [group, of] of known) {
        put(group, { ...of, pieces: coarsenPieces(of.pieces, nowMs) });
      }
    },
    forgetBefore(before) {
      for (const [group, of] of known) {
        const pieces = of.pieces.filter(({ lastAt }) => lastAt >= before);
        if (pieces.length === of.pieces.length) continue;
        forgottenUpTo = Math.max(forgottenUpTo, before - 1);
        put(group, { ...of, pieces });
      }
    },
    shrink(limitBytes) {
      if (sizeBytes <= limitBytes) return;
      const relieved = relieveErrors([...known.values()], sizeBytes, limitBytes);
      forgottenUpTo = Math.max(forgottenUpTo, relieved.forgottenUpTo);
      for (const next of relieved.changed) put(next.identity.group, next);
    },
    groups: () => [...known.values()],
    get forgottenUpTo() {
      return forgottenUpTo;
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

/** Of the newest piece, since the line of a frame moves from release to release. */
function identified(
  known: KnownErrors,
  { text, textBytes }: PackedText,
  { lastAt }: PackedError['piece'],
) {
  const isOld = known.pieces.some((piece) => piece.lastAt > lastAt);
  if (isOld || JSON.stringify(known.identity) === text) return known;
  return { ...known, identity: JSON.parse(text), identityBytes: textBytes };
}

/** Field by field: what is spread takes more than twice the memory. */
function pieceOf(resource: Resource, { widthMs, count, firstAt, lastAt }: PackedError['piece']) {
  return { resource, widthMs, count, firstAt, lastAt };
}

function sampleOf(resource: Resource, { at, lastAt, text, textBytes }: PackedError['sample']) {
  return { resource, at, lastAt, text, textBytes };
}

function nothingKnown({ text, textBytes }: PackedText): KnownErrors {
  return { identity: JSON.parse(text), identityBytes: textBytes, pieces: [], samples: [] };
}
