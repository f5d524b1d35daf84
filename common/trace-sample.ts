import type { KeepReason, Trace } from './trace';

export interface SampleOptions {
  readonly limitBytes: number;
  /** Decides the chance: another one for each time. */
  readonly salt: string;
  readonly bytesOf: (trace: Trace) => number;
}

/**
 * The traces that are worth their memory, about `limitBytes` of it, in the
 * order in which they came. Those that were kept for a reason come first, but
 * leave a quarter to those chosen at random. These are chosen at random once
 * more, each with equal probability, which `keepRate` is multiplied by: what
 * is estimated from them stays without bias.
 */
export function sampleTraces(traces: readonly Trace[], options: SampleOptions): readonly Trace[] {
  const { limitBytes, bytesOf } = options;
  const total = traces.reduce((sum, trace) => sum + bytesOf(trace), 0);
  if (total <= limitBytes) return traces;
  const kept = new Map<Trace, Trace>();
  const forChance = traces.filter(({ kept: reason }) => reason === 'random');
  const reserved = Math.min(limitBytes / 4, sumOf(forChance, bytesOf));
  let room = limitBytes - reserved;
  for (const trace of traces.filter(({ kept: reason }) => reason !== 'random').sort(byValue)) {
    const bytes = bytesOf(trace);
    if (bytes > room) continue;
    room -= bytes;
    kept.set(trace, trace);
  }
  for (const [trace, thinner] of chosen(forChance, room + reserved, options)) {
    kept.set(trace, thinner);
  }
  return traces.flatMap((trace) => kept.get(trace) ?? []);
}

/**
 * As many as fit on average, whichever they are: to count bytes one by one
 * would prefer the small ones.
 */
function chosen(
  traces: readonly Trace[],
  roomBytes: number,
  { salt, bytesOf }: SampleOptions,
): Array<readonly [Trace, Trace]> {
  const bytes = sumOf(traces, bytesOf);
  const count = Math.min(traces.length, Math.floor((roomBytes / bytes) * traces.length));
  const share = count / traces.length;
  return traces
    .map((trace) => [hashOf(salt + trace.traceId), trace] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, trace]) => [trace, share === 1 ? trace : thinned(trace, share)] as const);
}

function thinned(trace: Trace, share: number): Trace {
  return { ...trace, keepRate: trace.keepRate * share };
}

const ranks: Readonly<Record<KeepReason, number>> = { asked: 0, error: 1, slow: 2, random: 3 };

function byValue(a: Trace, b: Trace): number {
  return ranks[a.kept] - ranks[b.kept] || b.durationMs - a.durationMs || b.at - a.at;
}

function sumOf(traces: readonly Trace[], bytesOf: (trace: Trace) => number): number {
  return traces.reduce((sum, trace) => sum + bytesOf(trace), 0);
}

/** FNV-1a, and a finish that lets every bit count. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
