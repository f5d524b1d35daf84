import type { AlertNotification } from '../../../common/alert-notification';
import type { AlertTarget } from '../../../common/alert-target';
import { RetryableError } from '../../../common/sink';
import { joined } from './joined';
import { alertDetails, alertLine, headline } from './message';

/** The part of Meteor's `Email` that sends. */
export interface EmailSender {
  sendAsync(email: AlertEmail): Promise<unknown>;
}

export interface AlertEmail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface EmailOptions {
  readonly to: readonly string[];
  readonly from: string | undefined;
  /** The package may load late, and may be missing. */
  readonly email: () => EmailSender | undefined;
}

/** Sends notifications by the app's package email. What fails is tried again: mail servers say "later" in many ways. */
export function emailTarget({ to, from, email }: EmailOptions): AlertTarget {
  return {
    name: 'email',
    send: joined(async (notification) => {
      const sender = email();
      if (!sender) throw new RetryableError('the app does not use the package email');
      try {
        await sender.sendAsync(emailOf(notification, { to, from: from ?? to[0] ?? '' }));
      } catch (error) {
        throw new RetryableError(`the package email failed: ${causeOf(error)}`);
      }
    }),
  };
}

const longestSubject = 200;

export function emailOf(
  notification: AlertNotification,
  { to, from }: { readonly to: readonly string[]; readonly from: string },
): AlertEmail {
  const { firing, resolved, more, url, id } = notification;
  const parts = [...firing, ...resolved].map((alert) =>
    [alertLine(alert), ...alertDetails(alert)].join('\n  '),
  );
  if (more > 0) parts.push(`And ${more} more.`);
  if (url) parts.push(url);
  return {
    from,
    to: to.join(', '),
    subject: `[Radiant] ${headline(notification)}`.replace(/\s+/g, ' ').slice(0, longestSubject),
    text: `${parts.join('\n\n')}\n`,
    headers: { 'X-Radiant-Notification': id, 'Auto-Submitted': 'auto-generated' },
  };
}

/** Messages of mail servers hold addresses and names: the cause alone. */
function causeOf(error: unknown): string {
  const { code, responseCode, name } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const parts = [code ?? name, responseCode].filter(
    (part) => typeof part === 'string' || typeof part === 'number',
  );
  return parts.join(' ') || 'failed';
}
