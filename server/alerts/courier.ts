import type { AlertTarget } from '../../common/alert-target';
import type { AlertTargetName } from '../../common/alerts-answer';
import { RetryableError } from '../../common/sink';
import { type AlertsState, recordOf, type Waiting } from './alerts-state';
import { forgetDelivered, lose } from './notify';
import { messageOf } from './round';

export interface CourierParts {
  readonly targets: readonly AlertTarget[];
  readonly wallNow: () => number;
  /** Whether it may still be sent, by this process: asked just before. */
  readonly mayBegin: () => boolean;
  /** Calls `send` with a signal that is aborted, and rejects, when it takes too long. */
  readonly inTime: (send: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  /** Called when something has changed; rejects when it could not be saved. */
  readonly save: () => Promise<void>;
  readonly told: (target: AlertTargetName, outcome: 'sent' | 'retry' | 'lost') => void;
}

/** Notifications to one target in one go: a target that is back after hours is not stormed. */
const atOnce = 10;

const firstWaitMs = 10_000;
const longestWaitMs = 10 * 60_000;

/** What could not be delivered for so long tells nobody anything. */
export const staleMs = 24 * 60 * 60_000;

/**
 * Sends what is due, the oldest first: targets beside one another, so that one
 * that hangs delays no other. What fails for now is tried again after 10 s, 20 s
 * ... 10 min, or when the target asked for; what is behind it waits.
 */
export async function deliver(state: AlertsState, parts: CourierParts): Promise<void> {
  await Promise.all(parts.targets.map((target) => deliverTo(target, state, parts)));
  const names = new Set<string>(parts.targets.map(({ name }) => name));
  const stale = state.waiting.filter(
    ({ target, notification }) =>
      !names.has(target) && isStale(state, notification, parts.wallNow()),
  );
  if (stale.length > 0) lose(state, stale);
}

async function deliverTo(
  target: AlertTarget,
  state: AlertsState,
  parts: CourierParts,
): Promise<void> {
  for (let sent = 0; sent < atOnce; sent++) {
    const next = state.waiting.find((one) => one.target === target.name);
    const now = parts.wallNow();
    if (!next || next.nextAt > now) return;
    if (isStale(state, next.notification, now)) lose(state, [next]);
    else if (!(await attempt(target, next, state, parts))) return;
  }
}

function isStale(state: AlertsState, id: string, now: number): boolean {
  const notification = state.notifications.find((one) => one.id === id);
  return !notification || now - notification.at > staleMs;
}

/** Whether the next one may be tried. */
async function attempt(
  target: AlertTarget,
  next: Waiting,
  state: AlertsState,
  parts: CourierParts,
): Promise<boolean> {
  const { name } = target;
  const notification = state.notifications.find(({ id }) => id === next.notification);
  if (!notification || !parts.mayBegin()) return false;
  try {
    await parts.inTime((signal) => target.send(notification, signal));
  } catch (error) {
    const isFinal = !(error instanceof RetryableError);
    failed(state, name, messageOf(error), parts.wallNow());
    if (isFinal) lose(state, [next]);
    else later(state, next, error, parts.wallNow());
    parts.told(name, isFinal ? 'lost' : 'retry');
    await parts.save();
    return isFinal;
  }
  const { error: _error, ...before } = recordOf(state, name);
  const record = { ...before, sent: before.sent + 1, sentAt: parts.wallNow() };
  state.targets = { ...state.targets, [name]: record };
  state.waiting = state.waiting.filter((one) => one !== next);
  forgetDelivered(state);
  parts.told(name, 'sent');
  await parts.save();
  return true;
}

function failed(state: AlertsState, name: AlertTargetName, error: string, failedAt: number): void {
  state.targets = { ...state.targets, [name]: { ...recordOf(state, name), failedAt, error } };
}

function later(state: AlertsState, tried: Waiting, error: RetryableError, now: number): void {
  const attempts = tried.attempts + 1;
  const usual = Math.min(firstWaitMs * 2 ** Math.min(attempts - 1, 10), longestWaitMs);
  const nextAt = now + (error.retryAfterMs ?? usual);
  state.waiting = state.waiting.map((one) => (one === tried ? { ...one, attempts, nextAt } : one));
}
