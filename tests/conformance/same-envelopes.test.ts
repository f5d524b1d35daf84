import { expect } from 'chai';
import type { AnalyticsEvent } from '../../common/analytics/event';
import { aCollector } from '../server/collector/a-collector';
import { aPage, until } from './a-page';
import { expectScript } from './expect-script';
import { nextBundle, ownBundle, startNext, startOwn } from './in-a-page';
import { type AnyClient, script } from './script';

/**
 * Where what our client has stored is not what Segment's has, and why it is
 * meant to be so. `type: path`; the rest of both is the same to the last value.
 */
const differences: ReadonlyArray<readonly [path: RegExp, why: string]> = [
  [/: (messageId|anonymousId|timestamp|originalTimestamp|sentAt)$/, 'new with each event or page'],
  [/: context\.library\./, 'who made it'],
  [/: channel$/, 'ours says that it came from a browser'],
  [/: context\.app\./, 'version and arch of the Meteor app'],
  [/: context\.visit\./, 'a visit is something Segment leaves to its destinations'],
  [/: context\.screen\./, 'as Segment’s mobile clients'],
  [/: context\.referrer\.url$/, 'the referrer of the visit, beside that of the page'],
  [
    /: context\.(traits|groupId)/,
    'who it is goes with every event, as from Segment’s mobile clients',
  ],
  [/^screen: properties\.(name|category)$/, 'as both do for a page'],
  [/^alias: userId$/, 'Segment’s sends the person it knows, not the one that was passed'],
];

describe('the envelopes of our client', function () {
  this.timeout(20_000);

  async function stored(which: 'next' | 'own'): Promise<readonly AnalyticsEvent[]> {
    const collector = aCollector();
    const server = await collector.listen();
    const bundle = which === 'own' ? ownBundle() : nextBundle();
    const page = aPage({ allowed: server.url, bundle });
    const analytics = (
      which === 'own' ? await startOwn(page, server.url) : startNext(page, server.url)
    ) as AnyClient & { flush?(): Promise<void> };
    for (const { call } of script) await call(analytics);
    await analytics.flush?.();
    await until(() => collector.events.length >= script.length);
    page.close();
    await server.close();
    expect(page.strayed).to.deep.equal([]);
    expect(collector.failures).to.deep.equal([]);
    return expectScript(collector.events, which === 'next' ? { aliasOf: 'ann' } : {});
  }

  it('are those of Segment’s, but for what is listed here', async () => {
    const [own, next] = [await stored('own'), await stored('next')];

    const found = own.flatMap((event, at) => {
      const [ours, theirs] = [leavesOf(event), leavesOf(next[at])];
      return [...new Set([...ours.keys(), ...theirs.keys()])]
        .filter((path) => ours.get(path) !== theirs.get(path))
        .map((path) => `${event.type}: ${path}`);
    });

    const unlisted = found.filter((path) => !differences.some(([listed]) => listed.test(path)));
    const unused = differences.filter(([listed]) => !found.some((path) => listed.test(path)));
    expect(unlisted).to.deep.equal([]);
    expect(unused.map(([listed]) => String(listed))).to.deep.equal([]);
  });
});

/** Every value that is no object, by its path. */
function leavesOf(value: unknown, path = '', into = new Map<string, string>()) {
  if (typeof value !== 'object' || value === null) into.set(path, JSON.stringify(value));
  else {
    for (const [key, one] of Object.entries(value)) {
      leavesOf(one, path === '' ? key : `${path}.${key}`, into);
    }
  }
  return into;
}
