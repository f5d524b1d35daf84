import type { Alert } from './alert';

/**
 * What one round has to say, as it is posted by the target `webhook` and given
 * to `alerts.notify`. The shape only grows while `v` is 1.
 */
export interface AlertNotification {
  readonly v: 1;
  /** The same for each attempt, and for each target. */
  readonly id: string;
  /** When the round began, epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly environment: string;
  /** The process, where each evaluates its own figures. */
  readonly instance?: string;
  readonly host?: string;
  /** Alerts that began to fire, or are told again; worst first. */
  readonly firing: readonly NotifiedAlert[];
  /** Alerts that were told as firing and do so no more. */
  readonly resolved: readonly NotifiedAlert[];
  /** Alerts of this round for which there was no room above. */
  readonly more: number;
  /** The screen Alerts of the dashboard; absent where its address is not known. */
  readonly url?: string;
}

export interface NotifiedAlert extends Alert {
  /** Its rule's. */
  readonly summary?: string;
  /** Whether it was told before. */
  readonly isRepeat?: true;
}

/** A target of the app's own. What it throws, or rejects with, is a failure, and is tried again. */
export type Notify = (notification: AlertNotification) => void | Promise<void>;
