import type { Severity } from '../../common/finding';
import { mapValues } from '../../common/map-values';
import type { Dims } from '../../common/metrics';

/** What one round saw of one thing that a rule watches. */
export interface Seen {
  readonly labels: Dims;
  readonly holds: boolean;
  readonly value?: number | undefined;
  readonly severity: Severity;
  readonly sentence: string;
  /** How bad it is beside others of the rule: what comes first where there is no room for all. */
  readonly weight: number;
}

/** What one round saw of a rule. */
export interface Sight {
  /** Absent is what nothing is known of. */
  readonly seen: readonly Seen[];
  /** Whether what is absent has ended, and is not unknown. */
  readonly isComplete: boolean;
}

const longestLabel = 200;
export const longestSentence = 500;

/** Names come from attackers, too: no control characters or line ends, no half characters, not without end. */
export function cleanText(value: string, most: number): string {
  const short = value.length > most ? `${value.slice(0, most - 1)}\u2026` : value;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ');
}

export function cleanLabels(labels: Dims): Dims {
  return mapValues(labels, (value) => cleanText(value, longestLabel));
}

/** The same for the same labels. */
export function labelKey(labels: Dims): string {
  return JSON.stringify(Object.entries(labels));
}
