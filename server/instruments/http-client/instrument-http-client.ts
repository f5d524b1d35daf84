import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { followNodeHttp } from './node-http';
import { createOutgoingLedger } from './outgoing-ledger';
import { followUndici } from './undici';

export interface HttpClientOptions {
  /** Hosts that are sent the header `traceparent`, with or without port. */
  readonly propagateTo: readonly string[];
}

/**
 * Records every HTTP request that the process makes, by way of the channels
 * that Node offers for it; nothing is patched. Not covered: HTTP/2, and
 * WebSockets, which are not over with the answer to their request.
 */
export function instrumentHttpClient(recorder: Recorder, { propagateTo }: HttpClientOptions): Undo {
  return undoable((defer) => {
    const ledger = createOutgoingLedger(recorder, propagateTo);
    defer(ledger.undo);
    defer(followUndici(ledger, recorder.failed));
    defer(followNodeHttp(ledger, recorder.failed));
  });
}
