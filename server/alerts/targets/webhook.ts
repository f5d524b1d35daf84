import type { AlertTarget } from '../../../common/alert-target';
import { post } from './post';

export interface WebhookOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly wallNow: () => number;
}

/** Posts notifications as they are; `Idempotency-Key` is their id. */
export function webhookTarget({ url, headers, wallNow }: WebhookOptions): AlertTarget {
  return {
    name: 'webhook',
    send: (notification, signal) =>
      post(
        'webhook',
        { url, body: notification, headers: { ...headers, 'idempotency-key': notification.id } },
        { signal, wallNow },
      ),
  };
}
