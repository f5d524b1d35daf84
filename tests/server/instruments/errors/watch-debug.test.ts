import { expect } from 'chai';
import { watchDebug } from '../../../../server/instruments/errors/watch-debug';
import { createHost, type Host } from '../../../host/host';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import { anInvocation } from '../../../support/samples';
import { stubClient } from '../../../support/stub-client';

function aHost(version: (typeof hostVersions)[number], log: (...args: unknown[]) => void): Host {
  return createHost({ version, log, without: ['accounts-base'] });
}

async function failInDefer({ Meteor }: Host): Promise<void> {
  Meteor.defer(() => {
    throw new Error('deferred');
  });
  await settle();
}

describeInstrument('watchDebug', {
  makeTarget: () => aHost('3.3.2', () => undefined),
  install: (host, recorder) => watchDebug(host.Meteor, recorder),
  touched: (host) => ({ Meteor: host.Meteor }),
  exercise: failInDefer,
  records: ({ sightings }) => sightings,
  dispose: (host) => host.close(),
});

for (const version of hostVersions) {
  describe(`watchDebug on Meteor ${version}`, () => {
    let host: Host;
    let logged: unknown[][];

    beforeEach(() => {
      logged = [];
      host = aHost(version, (...args) => logged.push(args));
    });
    afterEach(() => host.close());

    it('records what is thrown in timers, and hands it on', async () => {
      const record = fakeRecorder();
      watchDebug(host.Meteor, record.recorder);
      const errors = [new Error('a'), new TypeError('b')];

      host.Meteor.setTimeout(() => {
        throw errors[0];
      }, 0);
      host.Meteor.defer(() => {
        throw errors[1];
      });
      await new Promise((resume) => setTimeout(resume, 5));
      await settle();

      const seen = new Map(
        record.sightings.map(({ error, source, name }) => [error, { source, name }]),
      );
      expect(errors.map((error) => seen.get(error))).to.deep.equal([
        { source: 'timer', name: 'setTimeout callback' },
        { source: 'timer', name: 'defer callback' },
      ]);
      expect(logged.map(([, error]) => error)).to.have.members(errors);
    });

    it('records nothing of a method that throws: that is its instrument’s', async () => {
      const record = fakeRecorder();
      watchDebug(host.Meteor, record.recorder);
      host.Meteor.methods({
        fail() {
          throw new Error('a');
        },
        sanitized() {
          throw Object.assign(new Error('b'), { sanitizedError: new host.Meteor.Error('c') });
        },
      });
      const client = stubClient(host.Meteor.server);

      await client.callToEnd('fail');
      await client.callToEnd('sanitized');

      expect(logged.length).to.be.greaterThan(1);
      expect(record.sightings).to.deep.equal([]);
    });
  });
}

describe('watchDebug', () => {
  function watched() {
    const seen: unknown[][] = [];
    const meteor = {
      _debug(...args: unknown[]) {
        seen.push(args);
        return seen.length;
      },
    };
    const record = fakeRecorder();
    watchDebug(meteor, record.recorder);
    return { debug: meteor._debug as (...args: unknown[]) => unknown, seen, ...record };
  }

  it('lets everything else pass as it came, and gives what it gave', () => {
    const { debug, seen, sightings } = watched();
    const error = new Error('x');
    const calls = [
      [],
      ['text'],
      [error],
      ['Hello', error],
      ['Exception', 'text'],
      [{ a: 1 }, error],
    ];

    const given = calls.map((args) => debug(...args));

    expect(seen).to.deep.equal(calls);
    expect(given).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(sightings).to.deep.equal([]);
  });

  it('names nothing that holds data', () => {
    const { debug, sightings } = watched();

    debug('Exception while polling query {"selector":{"token":"abc"}}', new Error('x'));
    debug('Exception in task hTqYw3kLmNpQrStUv:', new Error('x'));

    expect(sightings.map(({ name }) => name)).to.deep.equal(['', 'task <id>']);
  });

  it('tells the call that runs, but not one that is over', () => {
    const { debug, sightings, recorder } = watched();
    const over = { ...anInvocation('method', 'b'), ended: true };
    const live = anInvocation('method', 'a');

    for (const invocation of [live, over]) {
      recorder.context.run(invocation, debug, undefined, ['Error in x', new Error('x')]);
    }

    expect(sightings.map(({ invocation }) => invocation)).to.deep.equal([live, undefined]);
  });
});
