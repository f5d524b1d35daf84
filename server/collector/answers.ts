/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Seconds after which what found no room may come again. */
const overloadSeconds = 2;

const failed = (status: number, error: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ success: false, error }),
});

export const answers = {
  taken: { status: 200, body: '{"success":true}' },
  nothing: { status: 204 },
  malformed: failed(400, 'The body is no JSON, or has no event and no batch.'),
  encoding: failed(400, 'Content-Encoding: gzip, deflate and br are read.'),
  unknownKey: failed(401, 'The write key is missing or not known.'),
  foreign: failed(403, 'This origin is not listed in collector.origins.'),
  off: failed(404, 'The collector is off.'),
  nowhere: failed(404, 'There is no such endpoint.'),
  postOnly: failed(405, 'Only POST is answered.', { Allow: 'POST, OPTIONS' }),
  getOnly: failed(405, 'Only GET is answered.', { Allow: 'GET, HEAD, OPTIONS' }),
  slow: failed(408, 'The body took too long to arrive.', { Connection: 'close' }),
  tooLarge: failed(413, 'Over 500 kB, 2,500 events, or 2,000 kB inflated.'),
  failed: failed(500, 'The collector failed.'),
  overload: failed(503, 'There is no room now.', { 'Retry-After': String(overloadSeconds) }),
} as const satisfies Record<string, Answer>;

/** `X-RateLimit-Reset` is in seconds from now: that is how analytics-next reads it. */
export function tooMany(waitMs: number): Answer {
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
  const headers = { 'Retry-After': seconds, 'X-RateLimit-Reset': seconds };
  return failed(429, 'Too many requests.', headers);
}
