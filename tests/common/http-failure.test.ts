import { expect } from 'chai';
import { httpFailure, noAnswer } from '../../common/http-failure';
import { RetryableError } from '../../common/sink';

const now = Date.UTC(2026, 0, 1);

const failureOf = (status: number, retryAfter?: string) =>
  httpFailure('the server', { status, retryAfter }, now);

describe('httpFailure', () => {
  it('lets the same batch come again after 408, 429 and all of 5xx', () => {
    for (const status of [408, 429, 500, 502, 503, 504]) {
      expect(failureOf(status), String(status)).to.be.instanceOf(RetryableError);
    }
  });

  it('is final for all other answers', () => {
    for (const status of [301, 400, 401, 403, 404, 413, 422]) {
      expect(failureOf(status), String(status)).not.to.be.instanceOf(RetryableError);
    }
  });

  it('says how long to wait, as seconds or a date, at most an hour', () => {
    const waits = [
      '7',
      '0',
      'Thu, 01 Jan 2026 00:00:30 GMT',
      '999999',
      'Wed, 01 Jan 2020 00:00:00 GMT',
    ];

    expect(
      waits.map((header) => (failureOf(503, header) as RetryableError).retryAfterMs),
    ).to.deep.equal([7_000, 0, 30_000, 3_600_000, 0]);
  });

  it('takes no wait from what is neither', () => {
    expect((failureOf(503, 'soon') as RetryableError).retryAfterMs).to.equal(undefined);
    expect((failureOf(503, '-5') as RetryableError).retryAfterMs).to.equal(undefined);
  });

  it('names the answer and the first of what was said', () => {
    const { message } = httpFailure(
      'the server',
      { status: 400, detail: ` no\n such  ${'x'.repeat(1_000)}` },
      now,
    );

    expect(message).to.match(/^the server answered 400: no such x+$/);
    expect(message).to.have.length.below(240);
  });
});

describe('noAnswer', () => {
  it('names the cause, and nothing of the address', () => {
    const error = new TypeError('fetch failed http://user:secret@host', {
      cause: { code: 'ECONNREFUSED' },
    });

    expect(noAnswer('the server', error).message).to.equal(
      'the server did not answer: ECONNREFUSED',
    );
    expect(noAnswer('the server', undefined).message).to.equal('the server did not answer: failed');
  });
});
