import type { MetricName } from '../../../common/metrics';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';

export type Action = 'added' | 'changed' | 'removed';
type Phase = 'initial' | 'live';

/** What the live subscriptions of one publication hold, and what was sent for them. */
export interface PublicationActivity {
  active: number;
  /** Documents in the merge box. */
  docs: number;
  messageSent(action: Action, phase: Phase, bytes: number): void;
}

export interface PublicationActivities {
  of(name: string): PublicationActivity;
  undo: Undo;
}

interface Tally extends PublicationActivity {
  readonly messages: Record<Phase, Record<Action, number>>;
  readonly bytes: Record<Phase, number>;
  addedMessages: number;
  addedBytes: number;
}

/** Keeps one tally per publication and records it once per window. */
export function createActivities(recorder: Recorder): PublicationActivities {
  const tallies = new Map<string, Tally>();

  const undo = recorder.onCollect(() => {
    for (const [name, tally] of tallies) recordTally(recorder, name, tally);
  });

  return {
    of(name) {
      const known = tallies.get(name);
      if (known) return known;
      const tally = createTally();
      tallies.set(name, tally);
      return tally;
    },
    undo,
  };
}

function createTally(): Tally {
  return {
    active: 0,
    docs: 0,
    addedMessages: 0,
    addedBytes: 0,
    messages: {
      initial: { added: 0, changed: 0, removed: 0 },
      live: { added: 0, changed: 0, removed: 0 },
    },
    bytes: { initial: 0, live: 0 },
    messageSent(action, phase, bytes) {
      this.messages[phase][action]++;
      this.bytes[phase] += bytes;
      if (action !== 'added') return;
      this.addedMessages++;
      this.addedBytes += bytes;
    },
  };
}

function recordTally(recorder: Recorder, name: string, tally: Tally): void {
  const gauge = (metric: MetricName, value: number) =>
    recorder.record({ kind: 'metric', metric, dims: { name }, value });
  gauge('publication.active', tally.active);
  gauge('publication.mergeBoxDocs', tally.docs);
  const meanBytes = tally.addedMessages === 0 ? 0 : tally.addedBytes / tally.addedMessages;
  gauge('publication.mergeBoxBytes', Math.round(tally.docs * meanBytes));
  for (const phase of ['initial', 'live'] as const) drainPhase(recorder, name, tally, phase);
}

function drainPhase(recorder: Recorder, name: string, tally: Tally, phase: Phase): void {
  const messages = tally.messages[phase];
  for (const action of ['added', 'changed', 'removed'] as const) {
    const value = messages[action];
    if (value === 0) continue;
    const dims = { name, action, phase };
    recorder.record({ kind: 'metric', metric: 'publication.messages', dims, value });
    messages[action] = 0;
  }
  const value = tally.bytes[phase];
  if (value === 0) return;
  recorder.record({ kind: 'metric', metric: 'publication.bytes', dims: { name, phase }, value });
  tally.bytes[phase] = 0;
}
