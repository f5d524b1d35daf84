import { expect } from 'chai';
import { moreNames } from '../../../client/analytics/more-names';
import type { PluginContext } from '../../../common/analytics/plugin';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

type Callable = Readonly<Record<string, (...given: unknown[]) => unknown>>;

async function started() {
  const browser = fakeBrowser();
  browser.network.answerAll();
  const client = await startedClient(browser);
  const sent = async () => {
    await settle();
    await browser.clock.advance(6_000);
    return browser.network.requests.flatMap(({ json }) => json().batch);
  };
  return { ...client, call: client.api as unknown as Callable, browser, sent };
}

/** An element, as far as links and forms are concerned. */
function element(attributes: object = {}) {
  return Object.assign(new EventTarget(), attributes) as unknown as Element;
}

const fire = (at: Element, type: string) => {
  const event = new Event(type, { cancelable: true });
  at.dispatchEvent(event);
  return event;
};

describe('the calls that come with the first of them', () => {
  for (const [name, type] of [
    ['trackLink', 'click'],
    ['trackClick', 'click'],
    ['trackForm', 'submit'],
    ['trackSubmit', 'submit'],
  ] as const) {
    it(`${name} tracks each ${type}, and lets it go on at once`, async () => {
      const { call, sent } = await started();
      const link = element();
      call[name]?.(link, 'Plan Chosen', { plan: 'pro' });
      await settle();

      expect(fire(link, type).defaultPrevented).to.equal(false);
      const [event] = await sent();
      expect(event).to.deep.include({ event: 'Plan Chosen', properties: { plan: 'pro' } });
    });
  }

  it('trackLink takes several elements, and names and properties made of each', async () => {
    const { api, sent } = await started();
    const links = [element({ href: '/a' }), element({ href: '/b' })];
    const hrefOf = (link: Element) => (link as unknown as { href: string }).href;
    api.trackLink(
      links,
      (link) => `To ${hrefOf(link)}`,
      (link: Element) => ({ to: hrefOf(link) }),
    );
    await settle();

    for (const link of links) fire(link, 'click');
    const events = await sent();
    expect(events.map(({ event }) => event)).to.deep.equal(['To /a', 'To /b']);
    expect(events[1]?.properties).to.deep.equal({ to: '/b' });
  });

  it('trackLink warns of what is no element, and of a name that fails', async () => {
    const { call, api, warnings } = await started();
    const link = element();
    call.trackLink?.('#selector', 'X');
    api.trackLink(link, () => {
      throw new Error('no name');
    });
    await settle();
    fire(link, 'click');

    expect(warnings[0]).to.match(/came with string, accepted: elements/);
    expect(warnings[1]).to.match(/no name/);
  });

  it('pageview is page, with one name', async () => {
    const { api, sent } = await started();
    api.pageview('Pricing');
    expect((await sent())[0]).to.include({ type: 'page', name: 'Pricing' });
  });

  for (const name of ['init', 'initialize', 'timeout']) {
    it(`${name} is accepted, and changes nothing`, async () => {
      const { call, warnings, sent } = await started();
      call[name]?.(name === 'timeout' ? 500 : { 'Segment.io': { apiKey: 'k' } });
      expect(await sent()).to.deep.equal([]);
      expect(warnings).to.deep.equal([]);
    });
  }

  for (const [name, hint] of [
    ['use', 'register'],
    ['add', 'register'],
    ['addIntegration', 'register'],
    ['addIntegrationMiddleware', 'register'],
    ['push', 'kept anyway'],
    ['normalize', 'nothing to normalize'],
    ['noConflict', 'globalName'],
    ['trackEventWhenReady', 'every call waits'],
    ['trackPageWhenReady', 'every call waits'],
    ['identifyWhenReady', 'every call waits'],
  ] as const) {
    it(`${name} does nothing, and is reported once`, async () => {
      const { call, warnings, sent } = await started();
      call[name]?.('X');
      call[name]?.('Y');
      expect(await sent()).to.deep.equal([]);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(new RegExp(`^Analytics.${name} is not there: .*${hint}`));
    });
  }

  it('are all there from the start', async () => {
    const { call } = await started();
    for (const name of moreNames.split(' ')) expect(call[name], name).to.be.a('function');
  });
});

describe('middleware', () => {
  it('of the source changes events, or stops them', async () => {
    const { api, sent } = await started();
    api.addSourceMiddleware(({ payload, next }) => {
      if (payload.obj.event === 'Secret') return next(null);
      payload.obj.properties = { seen: true };
      next(payload);
    });
    await settle();
    void api.track('Secret');
    void api.track('Open');

    const events = await sent();
    expect(events.map(({ event }) => event)).to.deep.equal(['Open']);
    expect(events[0]?.properties).to.deep.equal({ seen: true });
  });

  it('of the source that throws stops the event, and is counted', async () => {
    const { api, sent } = await started();
    api.addSourceMiddleware(() => {
      throw new Error('broken');
    });
    await settle();
    void api.track('Lost');

    expect(await sent()).to.deep.equal([]);
    expect(api.status().dropped).to.deep.equal({ plugin: 1, stopped: 1 });
  });

  it('of a destination changes or stops what that one is given, and nothing else', async () => {
    const { api, sent } = await started();
    const given: Record<string, unknown[]> = { one: [], two: [] };
    const destination = (name: 'one' | 'two') => ({
      name,
      type: 'destination' as const,
      isLoaded: () => true,
      load: async () => undefined,
      track<Context extends PluginContext>(context: Context) {
        given[name]?.push([context.event.event, context.event.properties]);
        return context;
      },
    });
    await api.register(destination('one'), destination('two'));
    api.addDestinationMiddleware('one', ({ payload, next }) => {
      if (payload.obj.event === 'Not for one') return next(null);
      payload.obj.properties = { for: 'one' };
      next(payload);
    });
    await settle();
    void api.track('Both', { a: 1 });
    void api.track('Not for one', {});

    const events = await sent();
    expect(given.one).to.deep.equal([['Both', { for: 'one' }]]);
    expect(given.two).to.deep.equal([
      ['Both', { a: 1 }],
      ['Not for one', {}],
    ]);
    expect(events.map(({ properties }) => properties)).to.deep.equal([{ a: 1 }, {}]);
  });
});
