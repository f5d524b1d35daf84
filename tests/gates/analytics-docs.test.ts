import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { transformSync } from 'esbuild';
import { kinds } from '../../client/analytics/check-settings';
import { fromMatches } from '../../client/analytics/from-matches';
import { moreNames } from '../../client/analytics/more-names';
import { startedClient } from '../support/browser/client-of';
import { fakeBrowser } from '../support/browser/fake-browser';

const page = readFileSync(join(__dirname, '../../docs/analytics.md'), 'utf8');

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

/** What a heading has under it, up to the next of the same level. */
const partOf = (heading: string) => page.split(`## ${heading}\n`)[1]?.split(/\n## /)[0] ?? '';
/** The first column of the tables in a part. */
const rowsOf = (text: string) => [...text.matchAll(/^\| (.+?) \|/gm)].map(([, cell]) => cell ?? '');
const codeOf = (text: string) =>
  [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = '']) =>
      transformSync(code.replace(/^import .*$/gm, ''), { loader: 'ts', target: 'es2022' }).code,
  );

const run = async (text: string, given: object) => {
  for (const block of codeOf(text)) {
    await new AsyncFunction(...Object.keys(given), block)(...Object.values(given));
  }
};

describe('docs/analytics.md', () => {
  it('has every setting of the client, and no other', () => {
    const named = rowsOf(partOf('Settings')).flatMap((cell) => /^`(\w+)`$/.exec(cell)?.[1] ?? []);

    expect(named).to.have.members(Object.keys(kinds));
  });

  it('says of every call of okgrow:analytics what it is here', () => {
    const [calls = ''] = partOf('Coming from okgrow:analytics').split('| `analyticsSettings` |');
    const named = rowsOf(calls).flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, n]) => n));

    expect(named).to.include.members(moreNames.split(' ').filter((name) => name !== 'testKit'));
  });

  it('shows code that runs, in the browser', async () => {
    const browser = fakeBrowser();
    browser.network.answerAll();
    const { api, warnings } = await startedClient(browser, {
      parts: { wallNow: () => Date.now() },
    });
    const [text = ''] = page.split('## On the server');
    const rest = page.split('## Settings')[1]?.split('## Tests of an app')[0] ?? '';
    const asked: unknown[] = [];
    const given = {
      Analytics: api,
      fromMatches,
      router: { state: { matches: [] } },
      z: {
        object: (of: unknown) => ({ '~standard': { validate: () => asked.push(of) && {} } }),
        string: () => 'text',
      },
    };
    await run(text + rest, given);
    api.consent('granted');
    const tests: Array<() => Promise<void>> = [];
    await run(partOf('Tests of an app'), {
      ...given,
      it: (_name: string, test: () => Promise<void>) => tests.push(test),
      assert: (holds: boolean) => expect(holds).to.equal(true),
    });
    for (const test of tests) await test();

    expect(tests).to.have.length(1);
    expect(warnings).to.deep.equal([]);
    expect(api.status().dropped).to.deep.equal({});
  });

  it('shows code that runs, on the server', async () => {
    const calls: unknown[][] = [];
    const note = (...given: unknown[]) => calls.push(given) && {};
    const given = {
      Analytics: { track: note },
      Radiant: { analytics: note, events: note },
    };
    await run(partOf('On the server') + partOf('Answers'), given);

    expect(calls[0]).to.deep.equal(['Trial Ended', { plan: 'pro' }, { userId: 'user-1' }]);
    expect(calls).to.have.length(4);
  });
});
