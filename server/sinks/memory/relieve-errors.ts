import {
  type ErrorPiece,
  type KeptSample,
  type KnownErrors,
  knownBytes,
  pieceBytes,
  weightOf,
} from './known-errors';

/** Room is made for some more batches at once. */
const targetShare = 0.9;

/**
 * Groups that are to be put in place of what they were, some without any piece
 * left: first all samples but the newest of each group go, the oldest first,
 * then the oldest pieces, and a group with its last one.
 */
export function relieveErrors(
  groups: readonly KnownErrors[],
  sizeBytes: number,
  limitBytes: number,
): { readonly changed: readonly KnownErrors[]; readonly forgottenUpTo: number } {
  const excessBytes = sizeBytes - limitBytes * targetShare;
  const samples = groups.flatMap((group) => group.samples.slice(1)).sort((a, b) => a.at - b.at);
  const goneSamples = new Set<KeptSample>();
  let freed = 0;
  for (const sample of samples) {
    if (freed >= excessBytes) break;
    goneSamples.add(sample);
    freed += weightOf(sample);
  }
  const kept = groups.map((group) => ({
    ...group,
    samples: group.samples.filter((sample) => !goneSamples.has(sample)),
  }));
  const gonePieces = oldestPieces(kept, excessBytes - freed);
  const changed = kept.map((group) => ({
    ...group,
    pieces: group.pieces.filter((piece) => !gonePieces.has(piece)),
  }));
  return { changed, forgottenUpTo: lastOf(gonePieces) };
}

function oldestPieces(groups: readonly KnownErrors[], excessBytes: number): Set<ErrorPiece> {
  const left = new Map(groups.map((group) => [group, group.pieces.length]));
  const pieces = groups
    .flatMap((group) => group.pieces.map((piece) => ({ group, piece })))
    .sort((a, b) => a.piece.lastAt - b.piece.lastAt);
  const gone = new Set<ErrorPiece>();
  let freed = 0;
  for (const { group, piece } of pieces) {
    if (freed >= excessBytes) break;
    gone.add(piece);
    const others = (left.get(group) ?? 0) - 1;
    left.set(group, others);
    freed += others > 0 ? pieceBytes : knownBytes({ ...group, pieces: [piece] });
  }
  return gone;
}

function lastOf(pieces: Iterable<ErrorPiece>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { lastAt } of pieces) last = Math.max(last, lastAt);
  return last;
}
