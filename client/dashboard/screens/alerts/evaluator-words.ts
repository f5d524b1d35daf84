import type { AlertEvaluator } from '../../../../common/alerts-answer';
import { agoText } from '../../format/time';
import { durationText } from '../../format/value';

/** What is said of who evaluates: how it is, and what is wrong with that. */
export interface EvaluatorWords {
  readonly who: string;
  readonly when: string;
  /** Why what is shown may be old, or nothing is evaluated. */
  readonly trouble?: string;
}

/** Rounds that may be missed before it is said: one may take its time, or wait for another leader. */
const missed = 3;

/** `at` is now, by the clock of the server. */
export function evaluatorWords(evaluator: AlertEvaluator, at: number): EvaluatorWords {
  const trouble = troubleOf(evaluator, at);
  return {
    who: whoOf(evaluator),
    when: whenOf(evaluator, at),
    ...(trouble !== undefined && { trouble }),
  };
}

function whoOf({ scope, scopeReason, isThisProcess, host, instance }: AlertEvaluator): string {
  if (scope === 'process') {
    const why = scopeReason ? `: ${scopeReason}` : '';
    return sentence(`Each process evaluates its own figures; this is what one of them says${why}`);
  }
  if (instance === undefined) return 'No process evaluates at present.';
  const name = `${host ?? 'an unknown host'} ${instance.slice(0, 4)}`;
  const answers = isThisProcess ? ', which answered this' : '';
  return `One process evaluates for all: ${name}${answers}.`;
}

function whenOf({ everyMs, roundAt, roundMs, rounds }: AlertEvaluator, at: number): string {
  const every = `Every ${durationText(everyMs)}`;
  if (roundAt === undefined) return `${every}; the first round is still to come.`;
  const took = roundMs === undefined ? '' : `, took ${durationText(roundMs)}`;
  const count = rounds === 1 ? '1 round' : `${rounds.toLocaleString('en')} rounds`;
  return `${every}; the last of ${count} began ${agoText(roundAt, at)}${took}.`;
}

function troubleOf({ error, everyMs, roundAt }: AlertEvaluator, at: number): string | undefined {
  if (error !== undefined) return sentence(error);
  if (roundAt === undefined || at - roundAt <= missed * everyMs) return undefined;
  return `Nothing was evaluated since ${agoText(roundAt, at)}: alerts may be out of date.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
