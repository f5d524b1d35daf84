import { expect } from 'chai';
import { hotCodePush } from '../../../client/instruments/hot-code-push';
import { createMemoryStorage } from '../../host/client/local-storage';
import { createReload } from '../../host/client/reload';
import { createTracker } from '../../host/client/tracker';
import { fakeFeatureClient } from '../../support/fake-feature-client';

/** One page of a tab, whose session storage outlives it. */
function page(sessionStorage = createMemoryStorage(), version: string | undefined = 'v1') {
  const fake = fakeFeatureClient();
  const Tracker = createTracker({ soon: () => {}, debug: () => {} });
  const changed = new Tracker.Dependency();
  const environment = {
    sessionStorage,
    location: { hash: '', href: 'https://app/', reload: () => {}, replace: () => {} },
  };
  const reload = createReload({ environment: environment as never, debug: () => {} });
  let isNew = false;
  const autoupdate = {
    newClientAvailable() {
      changed.depend();
      return isNew;
    },
  };
  const target = { reload, autoupdate, autorun: Tracker.autorun, version };
  const undo = hotCodePush(target).install(fake.client);
  return {
    ...fake,
    reload,
    undo,
    push() {
      isNew = true;
      changed.changed();
      Tracker.flush();
    },
    /** What `Reload` would have written for the next page. */
    stored: () => JSON.parse(sessionStorage.getItem('Meteor_Reload') ?? '{}').data,
  };
}

describe('hot code pushes', () => {
  it('are told when they are there, once', () => {
    const { push, told } = page();
    expect(told).to.deep.equal([]);
    push();
    push();

    expect(told.map(({ event }) => event)).to.deep.equal(['HCP Available']);
  });

  it('are told after the reload, with versions and how long the new one waited', async () => {
    const sessionStorage = createMemoryStorage();
    const before = page(sessionStorage, 'v1');
    before.push();
    await before.advance(4_000);
    before.reload._migrate(() => {});

    const after = page(sessionStorage, 'v2');

    expect(after.told.map(({ event, properties }) => [event, properties])).to.deep.equal([
      ['HCP Reloaded', { fromVersion: 'v1', toVersion: 'v2', waitedMs: 4_000 }],
    ]);
  });

  it('are never held up, however often the page is asked', () => {
    const { reload, stored } = page();
    const answers = [1, 2, 3].map(() => reload._migrate(() => {}));

    expect(answers).to.deep.equal([true, true, true]);
    expect(stored()).to.deep.equal({ radiant: { fromVersion: 'v1', waitedMs: 0 } });
  });

  it('are not what a redirect to log in is', () => {
    const sessionStorage = createMemoryStorage();
    page(sessionStorage).reload._migrate(() => {}, { immediateMigration: true });

    expect(page(sessionStorage, 'v2').told).to.deep.equal([]);
  });

  it('are told without a version where the app knows none', () => {
    const sessionStorage = createMemoryStorage();
    const { Reload } = { Reload: page(sessionStorage).reload };
    Reload._migrate(() => {});
    sessionStorage.setItem(
      'Meteor_Reload',
      JSON.stringify({ reload: true, data: { radiant: { waitedMs: 5 } } }),
    );

    expect(page(sessionStorage, undefined).told[0]?.properties).to.deep.include({ waitedMs: 5 });
  });

  it('go on without us once we are taken out', () => {
    const { undo, push, reload, stored, told } = page();
    undo();
    push();

    expect(reload._migrate(() => {})).to.equal(true);
    expect(stored()).to.deep.equal({});
    expect(told).to.deep.equal([]);
  });
});
