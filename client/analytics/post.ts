import type { Browser } from './browser';
import type { Entry } from './queue';
import { utf8Bytes } from './utf8-bytes';

/** What a request came to: 0 without an answer. */
export interface Posted {
  readonly status: number;
  readonly retryAfterS: number;
}

/** Hands batches to the browser, as plain text, so that other origins need not be asked beforehand. */
export interface Post {
  send(batch: readonly Entry[]): Promise<Posted>;
  /**
   * Sends what must outlive the page; whether the browser took it. Where it
   * cannot tell the answer, `unanswerable` is set.
   */
  sendLast(batch: readonly Entry[], gone: boolean): Promise<Posted> | boolean;
  /** How many bytes may be sent that outlive the page. */
  spareBytes(): number;
}

export interface PostParts {
  readonly browser: Browser;
  url(): string;
  writeKey(): string;
  wallNow(): number;
}

export function createPost({ browser, url, writeKey, wallNow }: PostParts): Post {
  let openBytes = 0;

  const bodyOf = (batch: readonly Entry[]) =>
    `{"writeKey":${JSON.stringify(writeKey())},"sentAt":"${new Date(wallNow()).toISOString()}","batch":[${batch.map(({ text }) => text)}]}`;
  const spareBytes = () => maxLeaveBytes - openBytes;

  const send = async (batch: readonly Entry[]): Promise<Posted> => {
    const body = bodyOf(batch);
    let bytes = utf8Bytes(body);
    const keepalive = bytes <= spareBytes();
    if (!keepalive) bytes = 0;
    openBytes += bytes;
    for (const entry of batch) {
      entry.open = true;
      entry.triedAt = entry.triedAt || wallNow();
    }
    try {
      const { status, headers } = await browser.fetch(url(), { method: 'POST', body, keepalive });
      return { status, retryAfterS: Number(headers.get('Retry-After')) };
    } catch {
      return { status: 0, retryAfterS: 0 };
    } finally {
      openBytes -= bytes;
      for (const entry of batch) entry.open = false;
    }
  };

  return {
    send,
    spareBytes,
    sendLast(batch, gone) {
      const { fetchLater, Request, navigator } = browser as Browser & {
        fetchLater?: (url: string, init: object) => void;
        Request?: { prototype: object };
      };
      const body = bodyOf(batch);
      let taken = false;
      if (gone && fetchLater) {
        fetchLater.call(browser, url(), { method: 'POST', body, activateAfter: 0 });
        taken = true;
      } else if (Request && 'keepalive' in Request.prototype) return send(batch);
      else taken = !!navigator.sendBeacon?.(url(), body);
      for (const entry of batch) entry.unanswerable = taken;
      return taken;
    },
  };
}

/** Of the 64 KiB that all keepalive requests in flight share. */
const maxLeaveBytes = 56_000;
