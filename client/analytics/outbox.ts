import type { Undo } from '../../common/undo';
import { baseOf } from './app-context';
import { attempt } from './attempt';
import type { Browser } from './browser';
import { isRetried } from './is-retried';
import type { AnalyticsParts } from './parts';
import type { AnalyticsSettings } from './settings';
import type { Store } from './store';

/** Events on their way to the collector, as JSON, and when they are sent. */
export interface Outbox {
  /** Takes events in; `first` when they are older than what is here. */
  add(texts: readonly string[], first?: boolean): void;
  /** Sends what there is, unless it has to wait; resolves when it was tried. */
  flush(): Promise<void>;
  /** The page may end: sends what fits, and keeps a copy of what is not answered. `gone` when it does end. */
  leave(gone?: boolean): void;
  /** The page is back, or the network is (`online`), and nothing waits for it any longer. */
  back(online?: boolean): void;
  /** Writes this page's copy. From then on it follows the queue. */
  keep(): void;
  clear(): void;
  /** How many wait, and whether nothing answers: probably a blocker. */
  state(): { readonly queued: number; readonly blocked: boolean };
}

interface Entry {
  readonly text: string;
  readonly bytes: number;
  /** Epoch ms of the first try, and how many tries were answered with a status. */
  triedAt: number;
  tries: number;
  /** 1: a request with it is open; 2: it went out in a way that has no answer. */
  open: number;
  /** It is in this page's copy. */
  kept: boolean;
}

type Batch = readonly Entry[];

/** Under this and a name of its own each page keeps what is unanswered when it may end. */
export const leftoverPrefix = 'radiant_q_';

const flushAt = 20;
const flushMs = 5_000;
const maxEvents = 500;
const maxEventBytes = 32_000;
const maxBatch = 250;
const maxBatchBytes = 450_000;
/** What is around the events of a batch. */
const aroundBytes = 200;
/** Of the 64 KiB that all keepalive requests in flight share. */
const maxLeaveBytes = 56_000;
/** How long a page that may still live has its copy to itself. */
const leaseMs = 5_000;
const maxTries = 10;
const maxTryingMs = 12 * 3_600_000;
const slowMs = 60_000;

export function createOutbox(
  parts: AnalyticsParts,
  { get, set }: Store,
  settings: AnalyticsSettings,
  /** Key of this page's copy: whoever removes it has taken the events in it over. */
  key: string,
  /** Whether anything may be sent. */
  allowed: () => boolean,
  drop: (reason: string, count?: number) => void,
): Outbox {
  const { browser, after, wallNow } = parts;
  let queue: Entry[] = [];
  /** Events in one request: halved when one is too large, doubled when one is taken. */
  let most = maxBatch;
  /** Requests that failed in a row. */
  let failures = 0;
  /** Bytes of open requests that outlive the page. */
  let openBytes = 0;
  let keeps = false;
  let waiting: Undo | undefined;
  let timer: Undo | undefined;
  let running: Promise<void> | undefined;

  const keep = () => {
    keeps = !!queue[0];
    for (const entry of queue) entry.kept = true;
    set(key, keeps ? `${wallNow() + leaseMs} [${queue.map(textOf)}]` : '');
  };
  /** The copy follows the queue; what another page took over with it is no longer ours. */
  const follow = () => {
    if (!keeps) return;
    if (!get(key)) queue = queue.filter(({ kept }) => !kept);
    keep();
  };
  const remove = (entries: Batch, reason?: string) => {
    if (reason && entries[0]) drop(reason, entries.length);
    queue = queue.filter((entry) => !entries.includes(entry));
    follow();
  };
  const take = (maxBytes: number): Batch => {
    let bytes = aroundBytes;
    let taken = true;
    return !waiting && browser.navigator.onLine !== false && allowed()
      ? queue
          .filter(({ open }) => !open)
          .filter((entry, index) => {
            bytes += entry.bytes + 1;
            taken = taken && index < most && bytes <= maxBytes;
            return taken;
          })
      : [];
  };
  const rest = (batch: Batch, status: number, retryAfterS: number) => {
    const quickMs = 500 * 2 ** failures++ * (1 + Math.random() / 10);
    const over = (entry: Entry) =>
      (status && ++entry.tries >= maxTries) || wallNow() - entry.triedAt > maxTryingMs;
    remove(batch.filter(over), 'gave-up');
    const delayMs = status || failures < 4 ? Math.min(quickMs, slowMs) : slowMs;
    waiting = after(retryAfterS > 0 ? Math.min(retryAfterS, 300) * 1000 : delayMs, () => {
      waiting = undefined;
      void flush();
    });
  };
  const settle = (batch: Batch, status: number, retryAfterS: number) => {
    for (const entry of batch) entry.open = 0;
    if (isRetried(status)) return rest(batch, status, retryAfterS);
    failures = 0;
    if (status === 413 && batch[1]) {
      most = Math.ceil(batch.length / 2);
      return;
    }
    most = Math.min(most * 2, maxBatch);
    remove(batch, status < 300 ? '' : reasons[status] || 'refused');
  };

  /** Status, and seconds to wait; 0 for none. */
  const ask = async (url: string, init: Init, batch: Batch): Promise<readonly [number, number]> => {
    try {
      const { status, headers } = await browser.fetch(url, init);
      return [status, Number(headers.get('Retry-After'))];
    } catch {
      const { fallback } = parts;
      return [failures > 2 && fallback ? await fallback(batch.map(textOf)).catch(() => 0) : 0, 0];
    }
  };
  const bodyOf = (batch: Batch, sentAt: number) =>
    `{"writeKey":${JSON.stringify(settings.writeKey || 'radiant')},"sentAt":"${new Date(sentAt).toISOString()}","batch":[${batch.map(textOf)}]}`;
  /** What goes out in a way that has no answer stays in the copy, and is sent again. */
  const send = async (batch: Batch, leaving?: boolean, gone?: boolean) => {
    const url = `${settings.host || baseOf(parts)}/v1/b`;
    const sentAt = wallNow();
    const body = bodyOf(batch, sentAt);
    const bytes = bytesOf(body);
    const keepalive = openBytes + bytes <= maxLeaveBytes;
    const countedBytes = keepalive ? bytes : 0;
    const blind = isBlind(browser, leaving, gone);
    for (const entry of batch) {
      entry.open = blind ? 2 : 1;
      entry.triedAt ||= sentAt;
    }
    if (blind) return void attempt(() => handOver(browser, url, body, gone));
    openBytes += countedBytes;
    const [status, retryAfterS] = await ask(url, { method: 'POST', body, keepalive }, batch);
    openBytes -= countedBytes;
    settle(batch, status, retryAfterS);
  };
  const pump = async () => {
    follow();
    for (;;) {
      const batch = take(maxBatchBytes);
      if (!batch[0]) break;
      await send(batch);
    }
    running = undefined;
  };
  const flush = () => {
    if (timer) timer();
    timer = undefined;
    running = running || Promise.resolve().then(pump);
    return running;
  };
  const leave = (gone?: boolean) => {
    follow();
    for (;;) {
      const batch = take(maxLeaveBytes - openBytes);
      if (!batch[0]) break;
      void send(batch, true, gone);
    }
    keep();
  };

  return {
    add(texts, first) {
      const entries = texts
        .map((text) => ({ text, bytes: bytesOf(text), triedAt: 0, tries: 0, open: 0, kept: false }))
        .filter(({ bytes }) => bytes <= maxEventBytes || drop('too-large'));
      queue = first ? [...entries, ...queue] : [...queue, ...entries];
      const over = queue.length - maxEvents;
      if (over > 0) remove(queue.filter(({ open }) => !open).slice(0, over), 'buffer-full');
      if (browser.document.visibilityState === 'hidden') leave();
      else if (queue.length >= flushAt) void flush();
      else timer = timer || after(flushMs, flush);
    },
    flush,
    leave,
    back(online) {
      for (const entry of queue) if (entry.open > 1) entry.open = 0;
      if (online && waiting) {
        waiting();
        waiting = undefined;
      }
      void flush();
    },
    keep,
    clear() {
      queue = [];
      keep();
    },
    state: () => ({ queued: queue.length, blocked: failures > 3 }),
  };
}

interface Init {
  readonly method: string;
  readonly body: string;
  readonly keepalive: boolean;
}

const reasons: Readonly<Record<number, string>> = { 413: 'too-large' };
const textOf = ({ text }: Entry) => text;
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Whether a request can outlive the page only in a way that has no answer. */
function isBlind({ fetchLater, Request }: Browser, leaving = false, gone = false): boolean {
  return (gone && !!fetchLater) || (leaving && !(Request && 'keepalive' in Request.prototype));
}

/** Ways to send of which nobody hears how it went. */
function handOver(browser: Browser, url: string, body: string, gone: boolean | undefined): void {
  if (gone && browser.fetchLater)
    browser.fetchLater(url, { method: 'POST', body, activateAfter: 0 });
  else browser.navigator.sendBeacon?.(url, body);
}
