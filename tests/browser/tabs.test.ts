import { expect } from 'chai';
import { describeInChromium } from './support/chromium';
import { expectOnceAndInOrder } from './support/expect-once';
import { flush, track, user } from './support/page-api';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
import { theirs } from './support/theirs';
import { logIn, logOut } from './support/todos';
import { aVisitor, type Visitor } from './support/visitor';

describeInChromium('two tabs of one browser', () => {
  let app: TestedApp;
  let visitor: Visitor;

  before(async () => {
    app = await theApp();
  });

  beforeEach(async () => {
    visitor = await aVisitor(app);
  });

  afterEach(() => visitor.leave());

  const arrived = async () => {
    await visitor.catchUp();
    return theirs(app, visitor);
  };

  it('are one visit of one person', async () => {
    const [one, other] = [await visitor.open(), await visitor.open('/reports')];

    await track(one, 'In One');
    await changeTab();
    await track(other, 'In Other');
    await changeTab();
    await track(one, 'In One Again');
    await Promise.all([flush(one), flush(other)]);
    const events = await arrived();

    expect(new Set(events.map(({ context }) => context.visit?.id)).size).to.equal(1);
    expectOnceAndInOrder(events, visitor);
    expect(await user(one)).to.deep.equal(await user(other));
  });

  it('tell of one sign-in and one sign-out, and forget the person in both', async () => {
    const [one, other] = [await visitor.open(), await visitor.open()];
    await logIn(one);
    await other.getByRole('button', { name: 'Log out' }).waitFor();
    const ada = await user(other);
    await logOut(one);
    await other.getByRole('button', { name: 'Log in as ada' }).waitFor();
    const [first, second] = [await user(one), await user(other)];
    await Promise.all([flush(one), flush(other)]);

    const events = await arrived();

    const count = (name: string) => events.filter(({ event }) => event === name).length;
    expect(ada.id).to.be.a('string');
    expect([count('Signed In'), count('Signed Out')]).to.deep.equal([1, 1]);
    expect([first.id, second.id]).to.deep.equal([undefined, undefined]);
    expect(first.anonymousId).to.equal(second.anonymousId).and.not.to.equal(ada.anonymousId);
  });

  it('send what was left when they were closed, and neither of them twice', async () => {
    const [one, other] = [await visitor.open(), await visitor.open()];
    await Promise.all([flush(one), flush(other)]);
    // Nothing comes through until both are gone.
    app.intercept((request) => request.socket.destroy());
    await track(one, 'Left By One');
    await track(other, 'Left By Other');
    await one.close({ runBeforeUnload: true });
    await other.close({ runBeforeUnload: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    app.intercept(undefined);
    const carried: string[] = [];
    visitor.context.on('request', (request) => {
      if (request.method() === 'POST') carried.push(request.postData() ?? '');
    });

    const heirs = await Promise.all([visitor.open(), visitor.open()]);
    const events = await arrived();

    const left = ['Left By One', 'Left By Other'];
    const stored = events.map(({ event }) => event).filter((name) => left.includes(name ?? ''));
    const times = left.map((name) => carried.filter((body) => body.includes(name)).length);
    expect(stored.sort()).to.deep.equal(left);
    expect(times, 'how often the tabs that came sent them').to.deep.equal([1, 1]);
    expect(heirs).to.have.length(2);
  });
});

/** Storage of another tab, which may be another process, is seen late; a person takes longer to get there. */
function changeTab(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
