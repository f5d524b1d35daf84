import type { KeepReason, Span, SpanKind, TraceOutcome } from '../../../../common/trace';
import { countText } from '../../format/value';

/** What a step is, in a word or two. */
export const stepWords: Readonly<Record<SpanKind, string>> = {
  method: 'method',
  publication: 'publication',
  http: 'request',
  job: 'job',
  queue: 'queue',
  run: 'handler',
  fence: 'write fence',
  db: 'database',
  'http.client': 'HTTP out',
  email: 'e-mail',
  observe: 'observer',
  custom: 'own step',
};

export const stepMeanings: Readonly<Record<SpanKind, string>> = {
  method: 'A call of a method.',
  publication: 'A run of a publish function, until its first ready().',
  http: 'An HTTP request to the app.',
  job: 'A run of a job.',
  queue: 'Waiting behind earlier messages of the same session.',
  run: 'The handler: the app’s own code, and what it waits for.',
  fence: 'From the end of the handler until all its writes had reached the observers.',
  db: 'An operation of the database.',
  'http.client': 'An HTTP request that the app made.',
  email: 'An e-mail being sent.',
  observe: 'The opening of a Mongo observer, with its first results.',
  custom: 'A step that the app named itself.',
};

/** What a step is about: `tasks.find` of an operation on a collection, else its name. */
export function stepLabel({ kind, name, attributes }: Span): string {
  const collection = attributes?.collection;
  return kind === 'db' && typeof collection === 'string' ? `${collection}.${name}` : name;
}

/** Of an outcome, for people. */
export const outcomeWords: Readonly<Record<TraceOutcome, string>> = {
  ok: 'ok',
  error: 'error',
  denied: 'denied (rate limit)',
  unknown: 'unknown name',
  aborted: 'aborted by the client',
};

/** Why a trace was kept, for people. */
export const keptWords: Readonly<Record<KeepReason, string>> = {
  error: 'it failed',
  slow: 'among the slowest',
  asked: 'asked for',
  random: 'picked at random',
};

/** The same, with how many calls a trace stands for where it is more than itself. */
export function keptText({ kept, keepRate }: Kept): string {
  const calls = callsOf(keepRate);
  return calls > 1 ? `${keptWords[kept]}, stands for ${countText(calls)} calls` : keptWords[kept];
}

/** The same in short, for a list: `1 of 50`. */
export function keptInShort({ kept, keepRate }: Kept): string {
  const calls = callsOf(keepRate);
  const word = { error: 'failed', slow: 'slow', asked: 'asked for', random: 'random' }[kept];
  return calls > 1 ? `${word}, 1 of ${countText(calls)}` : word;
}

interface Kept {
  readonly kept: KeepReason;
  readonly keepRate: number;
}

function callsOf(keepRate: number): number {
  return keepRate > 0 ? Math.round(1 / keepRate) : 1;
}
