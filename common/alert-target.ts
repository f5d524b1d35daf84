import type { AlertNotification } from './alert-notification';
import type { AlertTargetName } from './alerts-answer';

/** Where notifications go. */
export interface AlertTarget {
  readonly name: AlertTargetName;
  /**
   * Sends one. Rejects with a `RetryableError` when it may go well later, with
   * anything else when it never will. Messages hold no secrets.
   */
  send(notification: AlertNotification, signal: AbortSignal): Promise<void>;
}
