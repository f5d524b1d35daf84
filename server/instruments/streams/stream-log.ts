import type { MutationListener, StreamEvents, StreamSource } from '../../../common/mongo-streams';
import type { Recorder } from '../../../common/recorder';

/** Takes what streams deliver: records it, and tells whoever listens. */
export interface StreamLog extends StreamEvents {
  /** `writtenAt` is a `Date` where the database says when. */
  delivered(source: StreamSource, collection: string, writtenAt: unknown): void;
  mutated: MutationListener;
}

export function createStreamLog(recorder: Recorder, wallNow: () => number): StreamLog {
  const listeners = new Set<MutationListener>();

  return {
    delivered(source, collection, writtenAt) {
      // The two clocks need not agree: what is written in the future has no lag.
      const lagMs =
        writtenAt instanceof Date ? Math.max(0, wallNow() - writtenAt.getTime()) : undefined;
      recorder.record({ kind: 'stream', source, collection, lagMs });
    },
    mutated(collection, id, source, connection) {
      for (const listener of listeners) {
        try {
          listener(collection, id, source, connection);
        } catch (error) {
          recorder.failed(error);
        }
      }
    },
    onMutation(given) {
      const listener: MutationListener = (...mutation) => given(...mutation); // one may listen twice
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
