/** Of the Fetch standard: all `keepalive` bodies in flight of a page together. */
const keepaliveQuotaBytes = 64 * 1024;

export interface FakeRequest {
  readonly url: string;
  readonly via: 'fetch' | 'beacon' | 'later';
  readonly body: string;
  readonly keepalive: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: string | undefined;
  open: boolean;
  /** What was sent, and the names or types of its events. */
  json(): { batch: ReadonlyArray<Record<string, unknown>>; sentAt: string; writeKey: string };
  events(): readonly string[];
  /** The answer comes in. */
  answer(status?: number, options?: { headers?: Record<string, string>; body?: string }): void;
  /** There is no answer: blocked, no network, connection lost. */
  fail(): void;
}

type Answering = (request: FakeRequest) => void;

interface FetchInit {
  readonly method?: string;
  readonly body?: string;
  readonly keepalive?: boolean;
  readonly headers?: Record<string, string>;
  readonly credentials?: string;
}

/** What a browser sends, answered by hand, or as `answerAll` says. */
export function fakeNetwork() {
  const requests: FakeRequest[] = [];
  let answering: Answering | undefined;

  const open = () => requests.filter((request) => request.open);

  const add = (
    sent: Omit<FakeRequest, 'json' | 'events' | 'answer' | 'fail' | 'open'>,
    settle: Settle,
  ) => {
    const request = requestOf(sent, settle);
    requests.push(request);
    answering?.(request);
    return request;
  };

  return {
    requests,
    open,
    /** Names of all events sent so far, over all requests. */
    events: () => requests.flatMap((request) => request.events()),
    /** Answers what is open and what comes, with one status or by a function; `undefined` stops it. */
    answerAll(how: number | 'fail' | Answering | undefined = 200) {
      if (how === undefined) answering = undefined;
      else if (typeof how === 'function') answering = how;
      else answering = (request) => (how === 'fail' ? request.fail() : request.answer(how));
      for (const request of open()) answering?.(request);
    },
    /** What one page has of the network. */
    functions: () => {
      const mine: FakeRequest[] = [];
      const spare = () =>
        keepaliveQuotaBytes -
        mine
          .filter((request) => request.open && request.keepalive)
          .reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);

      const take = (via: FakeRequest['via'], url: string, init: FetchInit, settle: Settle) => {
        mine.push(
          add(
            {
              url,
              via,
              body: init.body ?? '',
              keepalive: init.keepalive ?? via !== 'fetch',
              headers: init.headers ?? {},
              credentials: init.credentials,
            },
            settle,
          ),
        );
      };

      return {
        fetch(url: string, init: FetchInit = {}): Promise<Response> {
          if (init.keepalive && Buffer.byteLength(init.body ?? '') > spare()) {
            return Promise.reject(new TypeError('Failed to fetch'));
          }
          return new Promise((resolve, reject) => take('fetch', url, init, { resolve, reject }));
        },
        sendBeacon(url: string, body: string): boolean {
          if (Buffer.byteLength(body) > spare()) return false;
          take('beacon', url, { body }, nothing);
          return true;
        },
        fetchLater(url: string, init: FetchInit = {}): { readonly activated: boolean } {
          if (Buffer.byteLength(init.body ?? '') > spare()) {
            throw new DOMException('Quota exceeded.', 'QuotaExceededError');
          }
          take('later', url, init, nothing);
          return { activated: false };
        },
      };
    },
  };
}

interface Settle {
  resolve(response: Response): void;
  reject(error: Error): void;
}

const nothing: Settle = { resolve() {}, reject() {} };

function requestOf(
  sent: Omit<FakeRequest, 'json' | 'events' | 'answer' | 'fail' | 'open'>,
  { resolve, reject }: Settle,
): FakeRequest {
  const close = (then: () => void) => {
    if (!request.open) return;
    request.open = false;
    then();
  };
  const request: FakeRequest = {
    ...sent,
    open: true,
    json: () => JSON.parse(sent.body),
    events: () =>
      request.json().batch.map(({ event, name, type }) => String(event ?? name ?? type)),
    answer: (status = 200, { headers, body } = {}) =>
      close(() => resolve(responseOf(status, headers ?? {}, body ?? '{"success":true}'))),
    fail: () => close(() => reject(new TypeError('Failed to fetch'))),
  };
  return request;
}

function responseOf(status: number, headers: Record<string, string>, body: string): Response {
  const bare = status === 204 || status === 304;
  return new Response(bare ? null : body, { status, headers });
}
