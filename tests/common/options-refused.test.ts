import { expect } from 'chai';
import { resolveOptions } from '../../common/options';
import { messageOf } from './message-of';

const aSink = (name: string) => ({ name, write: async () => {} });
const aToken = 'a'.repeat(16);

describe('options that are refused', () => {
  it('names place, what came and what is accepted, whatever the source', () => {
    const message = messageOf({
      settings: { flushIntervalMs: 'fast' },
      env: { RADIANT_API_ENABLED: 'maybe' },
      given: { instruments: { methods: 1 } },
    });

    expect(message.split('\n').slice(1)).to.deep.equal([
      '  Meteor.settings.radiant.flushIntervalMs: expected an integer, 100 to 600000 (ms), but "fast" came.',
      '  RADIANT_API_ENABLED: expected true or false, but "maybe" came.',
      '  options.instruments.methods: expected true or false, but 1 came.',
    ]);
  });

  it('suggests the option that was probably meant', () => {
    const message = messageOf({
      settings: { flushIntervallMs: 1000, api: { tokn: aToken } },
      env: { RADIANT_FLUSH_INTERVL_MS: '1000' },
      given: { seriesLimits: 5 },
    });

    expect(message.split('\n').slice(1)).to.deep.equal([
      '  Meteor.settings.radiant.flushIntervallMs: there is no such option. Did you mean flushIntervalMs?',
      '  Meteor.settings.radiant.api.tokn: there is no such option. Did you mean token?',
      '  RADIANT_FLUSH_INTERVL_MS: there is no such option. Did you mean RADIANT_FLUSH_INTERVAL_MS?',
      '  options.seriesLimits: there is no such option. Did you mean seriesLimit?',
    ]);
  });

  it('lists the neighbours of an option that is like none', () => {
    const message = messageOf({ given: { api: { zebra: true } } });

    expect(message).to.contain(
      'options.api.zebra: there is no such option. Accepted are enabled, token, path.',
    );
  });

  it('points to the documentation for a variable that is like none', () => {
    const message = messageOf({ env: { RADIANT_ZEBRA: 'x' } });

    expect(message).to.contain('RADIANT_ZEBRA: there is no such option. docs/options.md lists');
  });

  it('leaves the variables of the end-to-end tests and of others alone', () => {
    const env = { RADIANT_E2E_URL: 'http://localhost:3000', RADIANTLY: 'x', HOME: '/root' };

    expect(() => resolveOptions({ env })).not.to.throw();
  });

  it('refuses names that every object inherits', () => {
    for (const key of ['constructor', '__proto__', 'toString']) {
      const settings: unknown = JSON.parse(`{ "${key}": {} }`);

      expect(messageOf({ settings })).to.contain(`radiant.${key}: there is no such option`);
    }
  });

  it('refuses anything but a plain object as options', () => {
    for (const given of [null, 'on', 5, true, [], new Map(), () => ({})]) {
      expect(messageOf({ given })).to.contain('options: expected an object of options');
    }
    expect(messageOf({ settings: { instruments: true } })).to.contain(
      'radiant.instruments: expected an object of options, but true came',
    );
  });

  it('takes sinks and functions from code only', () => {
    const settings = { sinks: [aSink('mine')], authorize: 'yes' };

    const message = messageOf({ settings, env: { RADIANT_AUTHORIZE: 'yes' } });

    expect(message.match(/only Radiant\.start\(options\) can give/g)).to.have.length(3);
  });

  it('refuses sinks that cannot write, have no fitting name or share one', () => {
    const refused = [
      aSink('mine'),
      [{ name: 'mine' }],
      [undefined],
      [aSink('')],
      [aSink('Mine')],
      [aSink('mine'), aSink('mine')],
    ];

    for (const sinks of refused) {
      expect(messageOf({ given: { sinks } })).to.contain('options.sinks: expected a list of sinks');
    }
  });

  it('never shows a secret', () => {
    const secrets = ['hunter2', 'with space in it'.padEnd(30, '!'), 'é'.repeat(20)];

    for (const secret of secrets) {
      const message = messageOf({
        settings: { api: { token: secret } },
        env: { RADIANT_API_TOKEN: secret, RADIANT_API_TOKN: secret },
        given: { api: secret, token: secret },
      });

      expect(message.split('\n')).to.have.length(6);
      expect(message).not.to.contain(secret);
    }
  });

  it('takes a token of 16 characters and refuses one of 15', () => {
    const token = (length: number) => ({ given: { api: { token: 'x'.repeat(length) } } });

    expect(resolveOptions(token(16)).api.token).to.have.length(16);
    expect(messageOf(token(15))).to.contain('16 to 1000 characters long');
  });

  it('takes only paths that mean the same to every router', () => {
    const path = (value: string) => ({ given: { api: { path: value } } });

    expect(resolveOptions(path('/ops/radiant-api_2.0/~x')).api.path).to.contain('/ops');
    for (const refused of ['', '/', 'ops', '/ops/', '//ops', '/:ops', '/o*', '/o?x', '/o p']) {
      expect(messageOf(path(refused))).to.contain('options.api.path');
    }
  });
});
