import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import {
  mongoFailure,
  unlessCalledOff,
  unlessStored,
} from '../../../../server/sinks/mongo/failures';

const failure = (name: string, fields: object = {}) =>
  Object.assign(new Error('mongodb://user:hushhush@host'), { name, ...fields });

describe('mongoFailure', () => {
  for (const [what, error] of [
    ['a network that is down', failure('MongoNetworkError')],
    ['a server that is not found', failure('MongoServerSelectionError')],
    ['a primary that steps down', failure('MongoServerError', { code: 10_107 })],
    ['an election', failure('MongoServerError', { code: 189 })],
    ['a write concern that times out', failure('MongoWriteConcernError', { code: 64 })],
    ['a pool that was cleared', failure('MongoPoolClearedError')],
    [
      'a wrong password',
      failure('MongoServerError', { code: 18, codeName: 'AuthenticationFailed' }),
    ],
    ['a missing right', failure('MongoServerError', { code: 13, codeName: 'Unauthorized' })],
    ['what nobody knows', 'something'],
  ] as const) {
    it(`is tried again after ${what}`, () => {
      const error2 = mongoFailure(error);

      expect(error2).to.be.instanceOf(RetryableError);
      expect(error2.message).not.to.contain('hushhush');
    });
  }

  for (const [what, error] of [
    ['a document that is too large', failure('MongoServerError', { code: 10_334 })],
    ['one that the driver cannot encode', failure('BSONError')],
    ['one that is not valid', failure('MongoServerError', { code: 121 })],
  ] as const) {
    it(`is final after ${what}`, () => {
      const final = mongoFailure(error);

      expect(final).not.to.be.instanceOf(RetryableError);
      expect(final.message).not.to.contain('hushhush');
    });
  }

  it('says what to do about rights', () => {
    const { message } = mongoFailure(
      failure('MongoServerError', { code: 13, codeName: 'Unauthorized' }),
    );

    expect(message).to.match(/Unauthorized; the user needs the role readWrite/);
  });
});

describe('unlessStored', () => {
  const bulk = (...codes: number[]) =>
    failure('MongoBulkWriteError', {
      code: codes[0],
      writeErrors: codes.map((code) => ({ code })),
    });
  const settled = (error: unknown) =>
    unlessStored(Promise.reject(error)).then(
      () => 'fine',
      (reason: unknown) => reason,
    );

  it('is content with what is there already', async () => {
    expect(await settled(bulk(11_000, 11_000))).to.equal('fine');
    expect(await settled(failure('MongoServerError', { code: 11_000 }))).to.equal('fine');
  });

  it('is not, when anything else failed beside', async () => {
    for (const error of [
      bulk(11_000, 10_334),
      bulk(10_334, 11_000),
      failure('MongoNetworkError'),
    ]) {
      expect(await settled(error)).to.equal(error);
    }
  });
});

describe('unlessCalledOff', () => {
  it('rejects at once, also where it was called off before', async () => {
    const controller = new AbortController();
    const never = new Promise(() => undefined);
    const first = unlessCalledOff(controller.signal, never).catch((error: unknown) => error);
    controller.abort();
    const second = unlessCalledOff(controller.signal, never).catch((error: unknown) => error);

    expect(await first).to.be.instanceOf(RetryableError);
    expect(await second).to.be.instanceOf(RetryableError);
  });

  it('gives what the work gives', async () => {
    expect(await unlessCalledOff(new AbortController().signal, Promise.resolve(7))).to.equal(7);
  });
});
