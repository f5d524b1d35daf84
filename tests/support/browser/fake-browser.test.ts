import { expect } from 'chai';
import { fakeBrowser } from './fake-browser';

describe('the fake browser', () => {
  it('shows cookies of a domain to its hosts, and takes none for a registry or another domain', () => {
    const browser = fakeBrowser();
    const page = browser.open('https://app.example.co.uk/');

    page.window.document.cookie = 'one=1; domain=.example.co.uk; max-age=60';
    page.window.document.cookie = 'two=2; domain=co.uk';
    page.window.document.cookie = 'three=3; domain=other.co.uk';
    page.window.document.cookie = 'four=4';

    expect(page.window.document.cookie).to.equal('one=1; four=4');
    expect(browser.open('https://www.example.co.uk/').window.document.cookie).to.equal('one=1');
  });

  it('forgets a cookie when its age is over, or is set into the past', async () => {
    const browser = fakeBrowser();
    const { document } = browser.open().window;

    document.cookie = 'one=1; max-age=60';
    document.cookie = 'two=2';
    document.cookie = 'two=; max-age=0';
    await browser.clock.advance(60_000);

    expect(document.cookie).to.equal('');
  });

  it('shares storage between tabs of an origin, and tells the others of writes', () => {
    const browser = fakeBrowser();
    const [one, two] = [browser.open(), browser.open()];
    const heard: unknown[] = [];
    for (const page of [one, two]) {
      page.window.addEventListener('storage', (event) => heard.push([page === one, event]));
    }

    one.window.localStorage.setItem('key', 'value');

    expect(two.window.localStorage.getItem('key')).to.equal('value');
    expect(heard.map((entry) => (entry as unknown[])[0])).to.deep.equal([false]);
  });

  it('throws when storage is full or forbidden', () => {
    const browser = fakeBrowser();
    const page = browser.open();
    browser.storageOf('https://app.example.com').setQuota(10);

    expect(() => page.window.localStorage.setItem('key', '12345678')).to.throw(/Quota/);
    page.window.localStorage.setItem('key', '1234567');
    page.forbidStorage();
    expect(() => page.window.localStorage).to.throw(/denied/);
  });

  it('refuses keepalive bodies beyond 64 KiB in flight, and has room again after the answer', async () => {
    const browser = fakeBrowser();
    const { window } = browser.open();
    const send = (chars: number) =>
      window.fetch('/x', { body: 'x'.repeat(chars), keepalive: true }).then(
        () => 'sent',
        () => 'refused',
      );

    const first = send(65_536);
    expect(await send(1)).to.equal('refused');
    expect(window.navigator.sendBeacon?.('/x', 'x')).to.equal(false);
    browser.network.open()[0]?.answer();
    expect(await first).to.equal('sent');
    void send(1);
    expect(browser.network.open()).to.have.length(1);
  });

  it('goes through its history without loading anything', () => {
    const { window } = fakeBrowser().open('https://app.example.com/a?x=1#h');
    const seen: string[] = [];
    window.addEventListener('popstate', () => seen.push(window.location.pathname));

    window.history.pushState({ at: 1 }, '', '/b');
    window.history.replaceState({ at: 2 }, '', 'c');
    window.history.back();

    expect(seen).to.deep.equal(['/a']);
    expect(window.history.state).to.equal(null);
    window.history.forward();
    expect(window.history.state).to.deep.equal({ at: 2 });
    expect(window.location.pathname).to.equal('/c');
  });

  it('gives a lock to one at a time', async () => {
    const browser = fakeBrowser();
    const order: string[] = [];
    const holding = async (name: string) =>
      browser.open().window.navigator.locks?.request('x', async () => {
        order.push(`${name} in`);
        await undefined;
        order.push(`${name} out`);
      });

    await Promise.all([holding('one'), holding('two')]);

    expect(order).to.deep.equal(['one in', 'one out', 'two in', 'two out']);
  });

  it('takes a lock from a page that is gone, and lets it not have it any more', async () => {
    const browser = fakeBrowser();
    const order: string[] = [];
    const [holder, waiting, next] = [browser.open(), browser.open(), browser.open()];
    const ask = ({ window }: typeof holder, name: string, run: () => unknown) =>
      window.navigator.locks?.request('x', () => {
        order.push(name);
        return run();
      });
    ask(holder, 'holder', () => new Promise(() => {}));
    ask(waiting, 'waiting', () => {});
    const got = ask(next, 'next', () => {});

    await undefined;
    waiting.leave();
    holder.leave();
    await got;

    expect(order).to.deep.equal(['holder', 'next']);
  });
});
