import { RetryableError, type Sink } from '../../common/sink';

/** Lets sinks without a network take a batch, and say that they did not: it comes again under the same id. */
export function losingAnswers() {
  let isLosing = false;
  return {
    lose(on: boolean): void {
      isLosing = on;
    },
    of: (sink: Sink): Sink => ({
      ...sink,
      async write(batch, signal) {
        await sink.write(batch, signal);
        if (isLosing) throw new RetryableError('the answer was lost');
      },
    }),
  };
}
