import { durationText, valueText } from '../../format/value';
import type { MethodRow } from './method-rows';
import type { TimeSplit } from './time-split';

interface Known {
  readonly split: TimeSplit | undefined;
  readonly row: Pick<MethodRow, 'errorShare' | 'deniedShare'> | undefined;
}

const manyErrors = 0.05;
const most = 0.5;
/** Below this a call is quick, wherever its time goes. */
const quickMs = 20;

/** What the figures of a method say, and what to do: the most telling first. */
export function methodAdvice({ split, row }: Known): string[] {
  return [...callAdvice(row), ...splitAdvice(split)];
}

/** Which method to look at, where all are shown. */
export function allAdvice(rows: readonly MethodRow[]): string[] {
  const [top] = [...rows].sort((a, b) => (b.impact ?? 0) - (a.impact ?? 0));
  if (!top?.impact || rows.length < 2) return [];
  const share = valueText(top.impact, 'ratio');
  return [
    `${top.name} has ${share} of the time in which methods run: pick it to see where that goes.`,
  ];
}

function callAdvice(row: Known['row']): string[] {
  const { errorShare = 0, deniedShare = 0 } = row ?? {};
  const failed = `${valueText(errorShare, 'ratio')} of its calls fail: see its errors.`;
  const denied = `The rate limit refuses ${valueText(deniedShare, 'ratio')} of its calls: a client calls it too often, or the limit is too tight.`;
  return [
    ...(errorShare >= manyErrors ? [failed] : []),
    ...(deniedShare >= manyErrors ? [denied] : []),
  ];
}

function splitAdvice(split: TimeSplit | undefined): string[] {
  if (!split) return [];
  const { queue = 0, fence = 0, run } = split;
  const whole = queue + run;
  if (whole + fence < quickMs) return [`A mean call takes ${durationText(whole)}: that is quick.`];
  if (queue > whole * most) {
    return [
      `${valueText(queue / whole, 'ratio')} of the time it waits in the queue of its session: let the slow methods before it call this.unblock().`,
    ];
  }
  if (fence > whole) {
    return [
      `Its writes need ${durationText(fence)} to reach the observers, longer than the call: see which observers follow what it writes.`,
    ];
  }
  return [runAdvice(split)];
}

function runAdvice({ run, cpu = 0, db = 0, http = 0, email = 0 }: TimeSplit): string {
  const partOf = (ms: number) => valueText(Math.min(1, ms / run), 'ratio');
  if (db > run * most) {
    return `${partOf(db)} of its run it waits for the database: its slowest traces show which query, how often, and whether an index is missing.`;
  }
  if (http > run * most) {
    return `${partOf(http)} of its run it waits for other servers: give the requests a time limit, or make them in a job.`;
  }
  if (email > run * most) {
    return `${partOf(email)} of its run it sends e-mail: do that in a job, and answer at once.`;
  }
  if (cpu > run * most) {
    return `${partOf(cpu)} of its run is its own code, during which nothing else runs: take a CPU profile (Process) to see which.`;
  }
  return 'No single part takes most of its time: its slowest traces show what calls wait for.';
}
