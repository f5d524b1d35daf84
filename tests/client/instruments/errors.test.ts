import { expect } from 'chai';
import { errors } from '../../../client/instruments/errors';
import { maskMessage } from '../../../common/redact/mask-message';
import { fakeFeatureClient } from '../../support/fake-feature-client';
import { settle } from '../../support/hand-clock';
import { keptTimings } from './ddp-fixture';

function watched({ loadMask = async () => maskMessage } = {}) {
  const fake = fakeFeatureClient();
  const kept = keptTimings();
  const listeners = new Map<string, (event: object) => void>();
  const window = {
    addEventListener: (type: string, listener: (event: never) => void) =>
      void listeners.set(type, listener as never),
    removeEventListener: (type: string) => void listeners.delete(type),
  };
  const undo = errors({ window, loadMask }, kept.timings).install(fake.client);
  const fire = async (type: string, event: object) => {
    listeners.get(type)?.(event);
    await settle();
  };
  return {
    ...fake,
    ...kept,
    undo,
    listeners,
    thrown: (error: unknown) => fire('error', { error, message: `Uncaught ${error}` }),
    rejected: (reason: unknown) => fire('unhandledrejection', { reason }),
    fire,
  };
}

describe('errors nobody caught', () => {
  it('are told by name, with a message without data', async () => {
    const { thrown, told } = watched();
    await thrown(new TypeError('no list 4711 of ann@example.com'));

    expect(told).to.have.length(1);
    expect(told[0]?.event).to.equal('Client Error');
    expect(told[0]?.properties).to.deep.equal({
      kind: 'error',
      error: 'TypeError',
      message: 'no list <n> of <email>',
    });
  });

  it('in promises are told by their code', async () => {
    const { rejected, told } = watched();
    const error = Object.assign(new Error('Not allowed [403]'), { error: 403, details: 'secret' });
    await rejected(error);

    expect(told[0]?.properties).to.include({ kind: 'unhandledrejection', error: '403' });
    expect(JSON.stringify(told)).not.to.contain('secret');
  });

  it('that are no errors are told by what they say', async () => {
    const { rejected, fire, told } = watched();
    await rejected('no luck');
    await rejected(undefined);
    await fire('error', { message: 'Script error.' });

    expect(told.map(({ properties }) => properties.message)).to.deep.equal([
      'no luck',
      '',
      'Script error.',
    ]);
  });

  it('are not what images and scripts that did not load say', async () => {
    const { fire, told, counts } = watched();
    await fire('error', { target: {} });

    expect([told, counts]).to.deep.equal([[], []]);
  });

  it('are all counted, and told once a minute when they are the same', async () => {
    const { thrown, told, counts, advance } = watched();
    for (let at = 0; at < 3; at++) await thrown(new Error(`no item ${at}`));
    expect(told).to.have.length(1);
    expect(counts).to.have.length(3);

    await advance(60_000);
    await thrown(new Error('no item 4'));

    expect(told).to.have.length(2);
  });

  it('are told ten times a minute at most', async () => {
    const { thrown, told, counts } = watched();
    for (const letter of 'abcdefghijkl') await thrown(new Error(`letter ${letter.repeat(3)}`));

    expect(told).to.have.length(10);
    expect(counts).to.have.length(12);
  });

  it('are told without a message where the mask could not be loaded', async () => {
    const { thrown, told, failures } = watched({
      loadMask: async () => {
        throw new Error('offline');
      },
    });
    await thrown(new Error('secret'));

    expect(told[0]?.properties).to.deep.equal({ kind: 'error', error: 'Error', message: '' });
    expect(failures).to.deep.equal([]);
  });

  it('are told no longer once the feature is taken out', async () => {
    const { thrown, told, undo, listeners } = watched();
    const listener = listeners.get('error');
    undo();
    listener?.({ error: new Error('late') });
    await thrown(new Error('later'));

    expect(listeners.size).to.equal(0);
    expect(told).to.deep.equal([]);
  });
});
