import type { CheckedFunnel, CheckedStep } from '../checked-analytics';
import type { FunnelAnswer } from '../read-analytics';
import { answerRange } from './answer-range';
import type { AnalyticsEvent } from './event';
import type { EventFacts } from './event-facts';

/** What a person did that may be steps: bit n (from the lowest, 0) is set where it can be step n. */
export interface FunnelRow {
  readonly person: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly steps: number;
}

/**
 * How many people came how far.
 *
 * Rows come by person, and those of one person by time; only rows of which
 * `steps` is not 0 need to come. From then on it holds one person's state, so
 * that any number of rows may stream through.
 *
 * A person came as far as the deepest step of any chain of events that begins
 * at the first step, goes on step by step, and ends at most `withinMs` after
 * its begin. One event is one step of a chain, also where it could be several.
 * In which order events of the same millisecond happened is not known: they
 * count as in the order of the steps, by the first step that each can be, then
 * by `steps` as a number; whichever order they come in.
 */
export interface Funnel {
  add(row: FunnelRow): void;
  finish(keptFrom?: number): FunnelAnswer;
}

export function createFunnel(query: CheckedFunnel): Funnel {
  const { report, steps, withinMs } = query;
  const people = steps.map(() => 0);
  /** Where the latest chain that came to each step began; as many as the person came far. */
  let begun: number[] = [];
  let person: string | undefined;
  let now = Number.NaN;
  /** What the person did in this millisecond. */
  let same: number[] = [];

  function endMillisecond(): void {
    if (same.length > 1) same.sort(inOrderOfSteps);
    for (const matched of same) take(matched);
    same = [];
  }

  function endPerson(): void {
    endMillisecond();
    for (const [step] of begun.entries()) people[step] = (people[step] ?? 0) + 1;
    begun = [];
  }

  /** From the last step to the first, so that one event does not go on where it has just come. */
  function take(matched: number): void {
    for (let step = steps.length - 1; step > 0; step--) {
      const from = begun[step - 1];
      if (!(matched & (1 << step)) || from === undefined || now - from > withinMs) continue;
      begun[step] = from; // never an earlier one than before
    }
    if (matched & 1) begun[0] = now;
  }

  return {
    add(row) {
      if (row.person !== person) endPerson();
      else if (row.at !== now) endMillisecond();
      person = row.person;
      now = row.at;
      same.push(row.steps);
    },
    finish(keptFrom) {
      endPerson();
      const far = steps.map(({ event }, step) => ({ event, people: people[step] ?? 0 }));
      return { report, ...answerRange(query, keptFrom), steps: far };
    },
  };
}

/** The steps that an event can be, as a row of the funnel says them. */
export function stepsMatched(
  steps: readonly CheckedStep[],
  { type }: Pick<AnalyticsEvent, 'type'>,
  { name, pattern, path }: Pick<EventFacts, 'name' | 'pattern' | 'path'>,
): number {
  let matched = 0;
  for (const [at, step] of steps.entries()) {
    if (step.type !== type) continue;
    const isPage = type === 'page' && (pattern === step.event || path === step.event);
    if (isPage || name === step.event) matched |= 1 << at;
  }
  return matched;
}

function inOrderOfSteps(a: number, b: number): number {
  return (a & -a) - (b & -b) || a - b;
}
