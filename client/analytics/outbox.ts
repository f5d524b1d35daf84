import type { Undo } from '../../common/undo';
import { answerOf } from './answer';
import type { Browser } from './browser';
import type { Post, Posted } from './post';
import type { Entry, Queue } from './queue';

/** When what is queued is sent, and what an answer means for it. */
export interface Outbox {
  /** Something was queued. */
  added(): void;
  /** Sends what there is, unless it has to wait; resolves when it was tried. */
  flush(): Promise<void>;
  /** The page may end: sends what fits, and keeps a copy of what is not answered. `gone` when it does end. */
  leave(gone: boolean): void;
  /** The page is back, or the network is (`online`), and nothing waits for it any longer. */
  back(online: boolean): void;
  /** Nothing answers: probably a blocker. */
  blocked(): boolean;
}

export interface OutboxParts {
  readonly browser: Browser;
  readonly queue: Queue;
  readonly post: Post;
  /** Whether anything may be sent at all. */
  allowed(): boolean;
  wallNow(): number;
  after(ms: number, run: () => void): Undo;
  /** Another way to the collector, for when requests have no answer. */
  fallback?: ((texts: readonly string[]) => Promise<unknown>) | undefined;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { browser, queue, post, after, wallNow, fallback, allowed } = parts;
  /** Events in one request: halved when one is too large, doubled when one is taken. */
  let most = maxBatch;
  /** Requests that failed in a row. */
  let failures = 0;
  let waiting: Undo | undefined;
  let timer: Undo | undefined;
  let running: Promise<void> | undefined;

  const canSend = () => !waiting && browser.navigator.onLine !== false && allowed();

  const rest = (batch: readonly Entry[], { status, retryAfterS }: Posted) => {
    const quick = 500 * 2 ** failures++ * (1 + Math.random() / 10);
    queue.remove(
      batch.filter(
        (entry) => (status && ++entry.tries >= maxTries) || wallNow() - entry.triedAt > maxTryingMs,
      ),
      'gave-up',
    );
    const delay = !status && failures > 3 ? slowMs : Math.min(quick, slowMs);
    waiting?.();
    waiting = after(retryAfterS > 0 ? Math.min(retryAfterS, 300) * 1000 : delay, () => {
      waiting = undefined;
      void flush();
    });
  };

  /** Whether the next batch can go at once. */
  const settle = (batch: readonly Entry[], posted: Posted): boolean => {
    const answer = answerOf(posted.status);
    if (answer === 'retry') {
      rest(batch, posted);
      return false;
    }
    failures = 0;
    if (answer === 'taken') {
      most = Math.min(most * 2, maxBatch);
      queue.remove(batch);
    } else if (answer === 'refused') queue.remove(batch, answer);
    else if (batch.length > 1) most = Math.ceil(batch.length / 2);
    else queue.remove(batch, 'too-large');
    return true;
  };

  const send = async (batch: readonly Entry[]): Promise<boolean> => {
    queue.follow();
    let posted = await post.send(batch);
    if (!posted.status && failures > 2 && fallback) {
      posted = await fallback(batch.map(({ text }) => text)).then(
        () => ({ status: 200, retryAfterS: 0 }),
        () => posted,
      );
    }
    return settle(batch, posted);
  };
  const pump = async () => {
    queue.follow();
    for (;;) {
      const batch = queue.take(most, maxBatchBytes);
      if (!batch.length || !canSend() || !(await send(batch))) return;
    }
  };
  const flush = (): Promise<void> => {
    timer?.();
    timer = undefined;
    if (!running && canSend()) {
      running = pump().then(() => {
        running = undefined;
      });
    }
    return running || Promise.resolve();
  };

  const sendLast = (gone: boolean) => {
    for (;;) {
      const batch = queue.take(most, post.spareBytes());
      if (!batch.length || !canSend()) return;
      const sent = post.sendLast(batch, gone);
      if (!sent) return;
      if (sent !== true) void sent.then((posted) => settle(batch, posted));
    }
  };
  const leave = (gone: boolean) => {
    queue.follow();
    try {
      sendLast(gone);
    } finally {
      queue.keep();
    }
  };

  return {
    added() {
      if (browser.document.visibilityState === 'hidden') leave(false);
      else if (queue.all().length >= flushAt) void flush();
      else timer ||= after(flushMs, () => void flush());
    },
    flush,
    leave,
    back(online) {
      for (const entry of queue.all()) entry.unanswerable = false;
      if (online) {
        waiting?.();
        waiting = undefined;
      }
      void flush();
    },
    blocked: () => failures > 3,
  };
}

const flushAt = 20;
const flushMs = 5_000;
const maxBatch = 250;
const maxBatchBytes = 450_000;
const maxTries = 10;
const maxTryingMs = 12 * 3_600_000;
const slowMs = 60_000;
