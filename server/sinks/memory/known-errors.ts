import type { Batch } from '../../../common/batch';
import type { ErrorEntry, ErrorSample } from '../../../common/error-entry';
import type { Sliced } from '../../../common/in-slices';
import type { ErrorIdentity } from '../../../common/read-errors';
import type { Resource } from '../../../common/resource';
import { type PackedText, packText } from './packed-text';

/** How often one sender had an error of a group, in one window or what several became. */
export interface ErrorPiece {
  readonly resource: Resource;
  readonly widthMs: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A sample, packed, with the `lastAt` of the entry it came with. */
export interface KeptSample extends PackedText {
  readonly resource: Resource;
  readonly at: number;
  readonly lastAt: number;
}

/** All that is known of a group. Never changed: whoever reads may go on while the next one is made. */
export interface KnownErrors {
  readonly identity: ErrorIdentity;
  readonly identityBytes: number;
  readonly pieces: readonly ErrorPiece[];
  /** The newest first, at most five. */
  readonly samples: readonly KeptSample[];
}

/** One entry of a batch. */
export interface PackedError {
  readonly identity: PackedText;
  readonly group: string;
  readonly piece: Omit<ErrorPiece, 'resource'>;
  readonly sample: Omit<KeptSample, 'resource'>;
}

const groupBytes = 450;
export const pieceBytes = 130;
const sampleBytes = 130;

export function* packErrors({ errors = [], from, to }: Batch): Sliced<readonly PackedError[]> {
  const packed: PackedError[] = [];
  for (const entry of errors) {
    const { group, count, firstAt, lastAt, sample } = entry;
    packed.push({
      identity: packText(identityOf(entry)),
      group,
      piece: { widthMs: to - from, count, firstAt, lastAt },
      sample: { at: sample.at, lastAt, ...packText(sample) },
    });
    yield;
  }
  return packed;
}

function identityOf(entry: ErrorEntry): ErrorIdentity {
  const { group, source, name, errorName, message, frame, expected } = entry;
  return { group, source, name, errorName, message, frame, expected };
}

/** What a table grows by, at most, when it takes these. */
export function errorsBytes(errors: readonly PackedError[]): number {
  return errors.reduce((sum, { identity, sample }) => {
    return sum + groupBytes + identity.textBytes + pieceBytes + weightOf(sample);
  }, 0);
}

export function knownBytes({ identityBytes, pieces, samples }: KnownErrors): number {
  const own = groupBytes + identityBytes + pieceBytes * pieces.length;
  return samples.reduce((sum, sample) => sum + weightOf(sample), own);
}

export function weightOf({ textBytes }: PackedText): number {
  return sampleBytes + textBytes;
}

export function unpackSample({ text }: Pick<PackedText, 'text'>): ErrorSample {
  return JSON.parse(text);
}
