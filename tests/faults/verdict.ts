import { retryAfterSeconds } from './faulty-server';
import type { Outcome } from './run-fault';

/** Windows that were neither stored nor counted as dropped; below zero, stored more than once. */
export function missing({ sent, stored, drops, scenario }: Outcome): number {
  const { 'buffer-full': full = 0, 'sink-failed': failed = 0 } = drops;
  // A counter that counts since the start has what a refused window counted at its next point.
  return sent - stored.windows - full - (scenario.place.isCumulative ? 0 : failed);
}

/** What is not as promised, in words. */
export function wrongs(outcome: Outcome): string[] {
  const { drops, peakBytes, boundBytes, stillWaiting, stored } = outcome;
  const checks: ReadonlyArray<readonly [isWrong: boolean, text: string]> = [
    [missing(outcome) > 0, `${missing(outcome)} windows are lost and not counted`],
    [missing(outcome) < 0, `${-missing(outcome)} windows are stored twice`],
    [stored.contradictions > 0, 'one id, different contents'],
    [!addsUp(outcome), `the sum of squares is ${stored.squares}, not ${outcome.sumOfSquares}`],
    [!tracesAddUp(outcome), `${stored.traces} traces of ${outcome.sent}`],
    [hasLostTooMuch(outcome), `lost for no reason: ${JSON.stringify(drops)}`],
    [hasLostNothing(outcome), 'nothing was lost: this row tests nothing'],
    [peakBytes > boundBytes, `${peakBytes} bytes waited, ${boundBytes} may`],
    [stillWaiting > 0, `${stillWaiting} batches still wait`],
    [isImpatient(outcome), `came again before ${retryAfterSeconds} s`],
  ];
  return checks.flatMap(([isWrong, text]) => (isWrong ? [text] : []));
}

const isFinal = ({ scenario: { place, fault } }: Outcome) =>
  fault !== undefined && place.final.includes(fault);

const isShort = ({ scenario: { room } }: Outcome) => room === 'little' || room === 'full disk';

/** Where no window was dropped, the squares of all numbers are there. */
function addsUp(outcome: Outcome): boolean {
  if (isFinal(outcome) && !outcome.scenario.place.isCumulative) return true;
  if (outcome.drops['buffer-full']) return true;
  return outcome.stored.squares === outcome.sumOfSquares;
}

/** Each window has one trace; a merged batch may have let some go, which is counted. */
function tracesAddUp({ sent, stored, drops }: Outcome): boolean {
  if (stored.traces === undefined || drops['buffer-full'] || drops['sink-failed']) return true;
  return stored.traces + (drops['merged-away'] ?? 0) === sent;
}

function hasLostTooMuch(outcome: Outcome): boolean {
  const allowed = [
    ...(isFinal(outcome) ? ['sink-failed'] : []),
    ...(isShort(outcome) ? ['buffer-full', 'merged-away'] : []),
    ...(outcome.scenario.room === 'disk' ? ['merged-away'] : []),
  ];
  return Object.keys(outcome.drops).some((reason) => !allowed.includes(reason));
}

function hasLostNothing(outcome: Outcome): boolean {
  if (isFinal(outcome)) return !outcome.drops['sink-failed'];
  return isShort(outcome) && !outcome.drops['buffer-full'];
}

/** The clock of the lab moves in steps of five seconds, so much sooner may a request seem to come. */
function isImpatient({ requests, scenario: { processes } }: Outcome): boolean {
  if (processes > 1) return false;
  return requests.some(({ at, fault }, index) => {
    const next = requests[index + 1];
    return fault === '429' && next !== undefined && next.at - at < (retryAfterSeconds - 5) * 1_000;
  });
}
