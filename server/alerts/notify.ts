import type { Alert, AlertRule } from '../../common/alert';
import type { AlertNotification, NotifiedAlert } from '../../common/alert-notification';
import type { AlertTargetName } from '../../common/alerts-answer';
import { severities } from '../../common/finding';
import { type AlertsState, bareAlert, type LiveAlert, recordOf } from './alerts-state';

export interface NotifyParts {
  readonly rules: readonly AlertRule[];
  readonly targets: readonly AlertTargetName[];
  readonly at: number;
  readonly repeatMs: number | undefined;
  readonly newId: () => string;
  /** What all notifications of this process say. */
  readonly from: Pick<AlertNotification, 'service' | 'environment' | 'instance' | 'host' | 'url'>;
}

/** Alerts that one notification lists. */
export const alertsPerNotification = 20;

/** Notifications that wait for one target, at most: the oldest goes. */
export const waitingLimit = 30;

/**
 * Puts what has changed in a round into one notification, and that into the
 * queue of each target. With that it is told: the state has to be saved before
 * anything is sent.
 */
export function queueNotification(state: AlertsState, parts: NotifyParts): void {
  const { at, targets, repeatMs } = parts;
  const isDue = ({ state: is, notifiedAt }: LiveAlert) =>
    is === 'firing' &&
    (notifiedAt === undefined || (repeatMs !== undefined && at - notifiedAt >= repeatMs));
  const firing = state.live.filter(isDue);
  const resolved = state.resolved.filter(
    ({ notifiedAt, resolvedAt }) => notifiedAt !== undefined && resolvedAt === at,
  );
  if (targets.length === 0 || firing.length + resolved.length === 0) return;

  const notification = notificationOf(firing, resolved, parts);
  state.notifications = [...state.notifications, notification];
  const waiting = targets.map((target) => ({
    ...{ target, notification: notification.id, attempts: 0, nextAt: at },
  }));
  state.waiting = [...state.waiting, ...waiting];
  for (const target of targets) keepBounded(state, target);
  const told = new Set(firing);
  state.live = state.live.map((alert) => (told.has(alert) ? { ...alert, notifiedAt: at } : alert));
}

function notificationOf(
  firing: readonly LiveAlert[],
  resolved: readonly Alert[],
  { rules, at, newId, from }: NotifyParts,
): AlertNotification {
  const summaries = new Map(rules.map(({ name, summary }) => [name, summary]));
  const told = (alert: Alert): NotifiedAlert => {
    const summary = summaries.get(alert.rule);
    return { ...alert, ...(summary === undefined ? {} : { summary }) };
  };
  const worst = [...firing].sort(byWorst).slice(0, alertsPerNotification);
  const over = resolved.slice(0, alertsPerNotification);
  return {
    v: 1,
    id: newId(),
    at,
    ...from,
    firing: worst.map((alert) => ({
      ...told(bareAlert(alert)),
      ...(alert.notifiedAt === undefined ? {} : { isRepeat: true }),
    })),
    resolved: over.map(told),
    more: firing.length - worst.length + resolved.length - over.length,
  };
}

/** The worst, then the oldest. */
export function byWorst(a: Alert, b: Alert): number {
  const severity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  return severity || a.pendingAt - b.pendingAt;
}

function keepBounded(state: AlertsState, target: AlertTargetName): void {
  const own = state.waiting.filter((one) => one.target === target);
  if (own.length > waitingLimit) lose(state, own.slice(0, own.length - waitingLimit));
}

/** Takes them out of the queue, counted as lost. */
export function lose(state: AlertsState, lost: readonly AlertsState['waiting'][number][]): void {
  const gone = new Set(lost);
  for (const { target } of lost) {
    const record = recordOf(state, target);
    state.targets = { ...state.targets, [target]: { ...record, lost: record.lost + 1 } };
  }
  state.waiting = state.waiting.filter((one) => !gone.has(one));
  forgetDelivered(state);
}

/** Notifications that nobody waits for any more. */
export function forgetDelivered(state: AlertsState): void {
  const wanted = new Set(state.waiting.map(({ notification }) => notification));
  state.notifications = state.notifications.filter(({ id }) => wanted.has(id));
}
