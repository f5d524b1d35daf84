import { expect } from 'chai';
import { checkSettings } from '../../../client/analytics/check-settings';
import type { AnalyticsSettings } from '../../../client/analytics/settings';

function checked(settings: Record<string, unknown>) {
  const warnings: string[] = [];
  checkSettings(settings as AnalyticsSettings, (line) => warnings.push(line));
  return { settings, warnings };
}

describe('settings', () => {
  it('name another host that events go to, as a policy may forbid it', () => {
    expect(checked({ host: 'https://in.example.org:8443/_radiant' }).warnings).to.deep.equal([
      'events go to another host: a policy needs connect-src https://in.example.org:8443',
    ]);
  });

  it('are taken as they are when they are right', () => {
    const right = {
      writeKey: 'k',
      host: '/elsewhere',
      pages: true,
      accounts: { traits: true },
      ddp: false,
      vitals: {},
      consent: 'pending',
      respect: { gpc: false },
      sampling: 0.5,
      storage: 'local',
      globalName: 'analytics',
      compat: 'okgrow',
      debug: true,
      traits: () => ({}),
      beforeSend: () => undefined,
    };
    const { settings, warnings } = checked({ ...right });

    expect(settings).to.deep.equal(right);
    expect(warnings).to.deep.equal([]);
  });

  for (const [key, value, accepted] of [
    ['writeKey', 7, 'string'],
    ['pages', 'yes', 'boolean, object'],
    ['sampling', '0.5', '0 to 1'],
    ['sampling', 1.01, '0 to 1'],
    ['sampling', -0.01, '0 to 1'],
    ['storage', 'cookies', 'cookie, local, memory'],
    ['storage', 'string', 'cookie, local, memory'],
    ['compat', true, 'okgrow'],
    ['debug', 'true', 'boolean'],
    ['beforeSend', 'fn', 'function'],
  ] as const) {
    it(`leave out ${key} when it is ${JSON.stringify(value)}, and say what is accepted`, () => {
      const { settings, warnings } = checked({ [key]: value });

      expect(settings).to.deep.equal({});
      expect(warnings).to.deep.equal([
        `analytics.${key} is ${JSON.stringify(value)}; accepted: ${accepted}`,
      ]);
    });
  }

  it('that nobody knows are named, with those that are known', () => {
    const { warnings } = checked({ sampeling: 1 });

    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^analytics\.sampeling is 1; known: writeKey, host, .*sampling/);
  });

  it('send nothing before the app says so, when consent is no word for it', () => {
    expect(checked({ consent: 'yes' }).settings).to.deep.equal({ consent: 'pending' });
  });
});
