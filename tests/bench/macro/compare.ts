import { median, type Ratio, ratioOf } from '../statistics';
import type { Block, Turn } from './rounds';

/** What is compared of turns; the means of a block are paired. */
export interface Figures {
  /** CPU time of the process per call, in microseconds. */
  readonly cpuUs: number;
  /** Without the kernel's part. */
  readonly userUs: number;
  readonly callsPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of a core, and of the time of the event loop. */
  readonly cpuShare: number;
  readonly loopShare: number;
}

export type FigureName = keyof Figures;

/** One variant beside the one without Radiant. */
export interface Comparison {
  readonly base: Figures;
  readonly other: Figures;
  ratio(figure: FigureName): Ratio;
}

/** Rounds of blocks, each of which has turns of both. */
export function compare(
  rounds: ReadonlyArray<readonly Block[]>,
  base: string,
  other: string,
): Comparison {
  const turnsOf = (name: string) => rounds.flat().flatMap((block) => block.get(name) ?? []);
  return {
    base: figuresOf(turnsOf(base)),
    other: figuresOf(turnsOf(other)),
    ratio: (figure) =>
      ratioOf(
        rounds.map((blocks) =>
          blocks.map((block) => ({
            base: figuresOf(block.get(base) ?? [])[figure],
            other: figuresOf(block.get(other) ?? [])[figure],
          })),
        ),
      ),
  };
}

/** CPU time of all turns together, as what happens only now and then is part of it; medians of the rest. */
function figuresOf(turns: readonly Turn[]): Figures {
  const sum = (of: (turn: Turn) => number) => turns.reduce((total, turn) => total + of(turn), 0);
  const middle = (of: (turn: Turn) => number) => median(turns.map(of));
  return {
    cpuUs: (1_000 * sum(({ cpuMs }) => cpuMs)) / sum(({ calls }) => calls),
    userUs: (1_000 * sum(({ userMs }) => userMs)) / sum(({ calls }) => calls),
    callsPerSecond: middle(({ calls, elapsedMs }) => (1_000 * calls) / elapsedMs),
    p50: middle(({ p50 }) => p50),
    p95: middle(({ p95 }) => p95),
    p99: middle(({ p99 }) => p99),
    cpuShare: middle(({ cpuMs, spanMs }) => cpuMs / spanMs),
    loopShare: middle(({ loopMs, spanMs }) => loopMs / spanMs),
  };
}
