import type { Alert } from '../../common/alert';
import type { AlertNotification } from '../../common/alert-notification';
import type { AlertTargetName, AlertTargetStatus } from '../../common/alerts-answer';

/** An alert that is pending or firing. */
export interface LiveAlert extends Alert {
  readonly state: 'pending' | 'firing';
  /** When something was last known of it. */
  readonly knownAt: number;
  /** Since when its condition holds no more, while it is kept firing. */
  readonly clearAt?: number;
}

/** How a rule was last. */
export interface RuleRecord {
  readonly evaluatedAt?: number;
  readonly error?: string;
  readonly dropped?: number;
}

/** A notification that one target has not had yet. */
export interface Waiting {
  readonly target: AlertTargetName;
  readonly notification: string;
  readonly attempts: number;
  /** Not to be tried before. */
  readonly nextAt: number;
}

export type TargetRecord = Omit<AlertTargetStatus, 'target' | 'waiting'>;

/** What became of what a target was to be told. */
export function recordOf({ targets }: AlertsState, target: AlertTargetName): TargetRecord {
  return targets[target] ?? { sent: 0, lost: 0 };
}

/** As others see it, without what only the evaluator needs. */
export function bareAlert({ knownAt: _knownAt, clearAt: _clearAt, ...alert }: LiveAlert): Alert {
  return alert;
}

/** All that has to outlive a process. */
export interface AlertsState {
  readonly v: 1;
  live: readonly LiveAlert[];
  /** The newest last. */
  resolved: readonly Alert[];
  rules: Readonly<Record<string, RuleRecord>>;
  /** Those that some target waits for. */
  notifications: readonly AlertNotification[];
  /** Oldest first. */
  waiting: readonly Waiting[];
  targets: Readonly<Partial<Record<AlertTargetName, TargetRecord>>>;
  rounds: number;
  roundAt?: number;
  roundMs?: number;
  /** Rule that the next round begins with, where the last one did not come to it. */
  nextRule?: string;
}

export function nothingYet(): AlertsState {
  return {
    v: 1,
    live: [],
    resolved: [],
    rules: {},
    notifications: [],
    waiting: [],
    targets: {},
    rounds: 0,
  };
}

/** What was saved; anew where it cannot be read, or is of a newer Radiant. */
export function stateFrom(text: string | undefined): AlertsState {
  if (text === undefined) return nothingYet();
  try {
    const state = JSON.parse(text) as AlertsState;
    return state.v === 1 ? state : nothingYet();
  } catch {
    return nothingYet();
  }
}
