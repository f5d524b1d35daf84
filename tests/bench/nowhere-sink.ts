import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';

/** Takes batches and forgets them; the sink `memory` does not join one that can be read. */
export const nowhereSink: Sink = {
  name: 'nowhere',
  write: async () => undefined,
  reader: {} as Reader,
};
