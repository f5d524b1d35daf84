import { expect } from 'chai';
import { type MontiTraces, noticeMonti } from '../../server/notice-monti';

function noticesFor({
  loaded = [],
  ...given
}: Partial<Pick<MontiTraces, 'settingNames' | 'env'>> & { loaded?: string[] }): string[] {
  const lines: string[] = [];
  const late: Array<() => void> = [];
  let isLoaded = false;
  noticeMonti({
    settingNames: [],
    env: {},
    warn: (line) => lines.push(line),
    packages: {
      exportOf: (name, key) => (isLoaded && loaded.includes(name) ? { key } : undefined),
      onStartup: (fn) => late.push(fn),
    },
    ...given,
  });
  expect(lines, 'before all packages have loaded').to.deep.equal([]);
  isLoaded = true;
  for (const fn of late) fn();
  return lines;
}

describe('noticeMonti', () => {
  it('says nothing where there is nothing of it', () => {
    expect(noticesFor({ settingNames: ['radiant', 'public'], env: { MONTI_X: '1' } })).to.be.empty;
  });

  for (const [what, given, named] of [
    ['settings of MontiAPM', { settingNames: ['monti'] }, 'Meteor.settings.monti: not read'],
    ['settings of Kadira', { settingNames: ['kadira'] }, 'Meteor.settings.kadira: not read'],
    ['MONTI_APP_ID', { env: { MONTI_APP_ID: 'a' } }, 'MONTI_APP_ID: not read'],
    ['KADIRA_APP_ID', { env: { KADIRA_APP_ID: 'a' } }, 'KADIRA_APP_ID: not read'],
    ['the agent', { loaded: ['montiapm:agent'] }, 'montiapm:agent runs beside Radiant'],
    ['Galaxy’s', { loaded: ['mdg:meteor-apm-agent'] }, 'mdg:meteor-apm-agent runs beside'],
  ] as const) {
    it(`names ${what} in one line, and the guide`, () => {
      const lines = noticesFor({ ...given, loaded: 'loaded' in given ? [...given.loaded] : [] });

      expect(lines).to.have.length(1);
      expect(lines[0]).to.include(named).and.to.include('docs/migrating-from-kadira.md');
    });
  }

  it('says one thing when there are both, and no secret', () => {
    const lines = noticesFor({
      settingNames: ['monti'],
      env: { MONTI_APP_ID: 'app-1', MONTI_APP_SECRET: 'secret-1' },
      loaded: ['montiapm:agent'],
    });

    expect(lines).to.have.length(1);
    expect(lines.join()).not.to.match(/app-1|secret-1/);
  });
});
