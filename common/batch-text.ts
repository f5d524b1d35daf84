import type { Batch } from './batch';
import { batchPieces } from './batch-json';
import { inSlices } from './in-slices';

/** A batch as one line of JSON, made without holding the event loop up. */
export function batchText(batch: Batch): Promise<string> {
  return inSlices(joined(batchPieces(batch)));
}

function* joined(pieces: Generator<string, void>): Generator<void, string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    yield;
  }
  return text;
}
