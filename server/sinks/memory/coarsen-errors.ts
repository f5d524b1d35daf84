import type { ErrorPiece } from './known-errors';

const minute = 60_000;

/** How finely errors are kept at which age; the first that applies. As the windows of series are. */
const widths = [
  { olderMs: 60 * minute, widthMs: 10 * minute },
  { olderMs: 15 * minute, widthMs: minute },
] as const;

/** The pieces of a group, those of one sender put together where they are old enough. */
export function coarsenPieces(pieces: readonly ErrorPiece[], nowMs: number): ErrorPiece[] {
  const fine: ErrorPiece[] = [];
  const coarse = new Map<string, ErrorPiece>();
  for (const piece of pieces) {
    const widthMs = widthAt(nowMs - piece.lastAt);
    if (widthMs === undefined) {
      fine.push(piece);
      continue;
    }
    const key = `${widthMs} ${Math.floor(piece.lastAt / widthMs)} ${piece.resource.instance}`;
    const known = coarse.get(key);
    coarse.set(key, known ? mergePieces(known, piece, widthMs) : piece);
  }
  return [...coarse.values(), ...fine];
}

function widthAt(ageMs: number): number | undefined {
  return widths.find(({ olderMs }) => ageMs > olderMs)?.widthMs;
}

function mergePieces(a: ErrorPiece, b: ErrorPiece, widthMs: number): ErrorPiece {
  return {
    resource: a.resource,
    widthMs: Math.max(widthMs, a.widthMs, b.widthMs),
    count: a.count + b.count,
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
  };
}
