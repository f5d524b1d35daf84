import { createDeliveredIds } from '../../common/delivered-ids';
import { inSlices } from '../../common/in-slices';
import type { Resource } from '../../common/resource';
import type { Sink } from '../../common/sink';
import { createRegistry } from './prometheus/registry';
import { type Format, render } from './prometheus/render';

export interface PrometheusSinkOptions {
  /** Batches after which a series that was in none of them is forgotten. */
  readonly idleBatches?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** A sink that is scraped: it has no reader, but the text that Prometheus asks for. */
export interface PrometheusSink extends Sink {
  /** What there is to tell; made at most once in `cacheMs`, whoever asks. */
  text(format: Format): Promise<string>;
}

const cacheMs = 5_000;

/**
 * Adds batches up to what Prometheus wants: counters and histograms since the
 * process started, gauges as they are. Series that are silent for
 * `idleBatches` are forgotten; when they come back they start from zero, which
 * Prometheus takes for a restart. Durations that matter have buckets, folded to
 * explicit bounds; other histograms are told as sum and count. Of traces, errors,
 * lines and analytics events it has nothing but what series count.
 */
export function prometheusSink(options: PrometheusSinkOptions = {}): PrometheusSink {
  const { idleBatches = 360, now = () => performance.now() } = options;
  const registry = createRegistry({ idleBatches });
  const delivered = createDeliveredIds();
  const cached = new Map<Format, { readonly at: number; readonly text: Promise<string> }>();
  let resource: Resource | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** Writing and rendering take turns: both pause half-way. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done;
    return done;
  }

  return {
    name: 'prometheus',
    ignoresEvents: true,
    write: (batch) =>
      inTurn(async () => {
        if (delivered.has(batch.id)) return;
        delivered.add(batch.id);
        ({ resource } = batch);
        await inSlices(registry.add(batch));
      }),
    text(format) {
      const known = cached.get(format);
      if (known && now() - known.at < cacheMs) return known.text;
      const text = inTurn(() => inSlices(render(registry.families, resource, format)));
      cached.set(format, { at: now(), text });
      text.catch(() => cached.delete(format));
      return text;
    },
  };
}
