import { expect } from 'chai';
import { describeInChromium } from './support/chromium';
import { duplicates } from './support/duplicates';
import { expectOnceAndInOrder } from './support/expect-once';
import { flush, track, user } from './support/page-api';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
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

  const theirs = async () => {
    await visitor.catchUp();
    await app.arrived(visitor.ids);
    const known = new Set(visitor.made.map(({ anonymousId }) => anonymousId));
    return app.events(({ anonymousId }) => known.has(anonymousId));
  };

  it('are one visit of one person', async () => {
    const [one, other] = [await visitor.open(), await visitor.open('/reports')];

    await track(one, 'In One');
    await track(other, 'In Other');
    await track(one, 'In One Again');
    await Promise.all([flush(one), flush(other)]);
    const events = await theirs();

    expect(new Set(events.map(({ context }) => context.visit?.id)).size).to.equal(1);
    expectOnceAndInOrder(events, visitor);
    expect(await user(one)).to.deep.equal(await user(other));
  });

  it('send what was left when they were closed, and neither of them twice', async () => {
    const [one, other] = [await visitor.open(), await visitor.open()];
    await Promise.all([flush(one), flush(other)]);
    const before = await duplicates(app);
    // Nothing comes through until both are gone.
    app.intercept((request) => request.socket.destroy());
    await track(one, 'Left By One');
    await track(other, 'Left By Other');
    await one.close({ runBeforeUnload: true });
    await other.close({ runBeforeUnload: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    app.intercept(undefined);

    const heirs = await Promise.all([visitor.open(), visitor.open()]);
    const events = await theirs();

    const names = events.map(({ event }) => event).filter((event) => event?.startsWith('Left'));
    expect(names.sort()).to.deep.equal(['Left By One', 'Left By Other']);
    expect(heirs).to.have.length(2);
    expect(await duplicates(app)).to.equal(before);
  });
});
