import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { buildSync } from 'esbuild';
import { gtagBridge } from '../../../client/bridges/gtag';
import { intercomBridge } from '../../../client/bridges/intercom';
import { matomoBridge } from '../../../client/bridges/matomo';
import { mixpanelBridge } from '../../../client/bridges/mixpanel';
import { plausibleBridge } from '../../../client/bridges/plausible';
import { posthogBridge } from '../../../client/bridges/posthog';
import type { AnalyticsPlugin, PluginContext, PluginEvent } from '../../../common/analytics/plugin';

type Calls = unknown[][];

/** A tool that notes what it is asked to do: as a function, and by methods of any name. */
function notingTool(calls: Calls): object {
  const at = (path: string): object =>
    new Proxy(() => undefined, {
      apply: (_target, _self, args) => void calls.push(path === '' ? args : [path, ...args]),
      get: (_target, key) => at(path === '' ? String(key) : `${path}.${String(key)}`),
    });
  return at('');
}

const context = {
  page: { url: 'https://a.b/todos/7', title: 'Todos', referrer: 'https://a.b/' },
};
const events: Readonly<Record<PluginEvent['type'], PluginEvent>> = {
  track: {
    type: 'track',
    event: 'Task Added',
    properties: { category: 'Tasks', value: 3, deep: { a: 1 } },
    context,
  },
  page: { type: 'page', name: 'Todo', properties: { team: 'blue' }, context },
  screen: { type: 'screen', name: 'Home', properties: {}, context },
  identify: {
    type: 'identify',
    userId: 'ann',
    anonymousId: 'a',
    traits: { plan: 'gold' },
    context,
  },
  group: { type: 'group', groupId: 'acme', traits: { size: 3 }, context },
  alias: { type: 'alias', userId: 'ann', previousId: 'a', context },
};

const aContext = (event: PluginEvent): PluginContext => ({
  event,
  cancel() {
    throw new Error('cancelled');
  },
  updateEvent: () => undefined,
});

interface BridgeCase {
  readonly name: string;
  readonly key: string;
  readonly make: (globals: object, options?: { consent?: string }) => AnalyticsPlugin;
  readonly calls: Readonly<Partial<Record<PluginEvent['type'], Calls>>>;
}

const bridges: readonly BridgeCase[] = [
  {
    name: 'gtag',
    key: 'gtag',
    make: (globals, options) => gtagBridge(globals, { userId: true, ...options }),
    calls: {
      track: [['event', 'task_added', events.track.properties]],
      page: [
        [
          'event',
          'page_view',
          {
            page_location: 'https://a.b/todos/7',
            page_title: 'Todos',
            page_referrer: 'https://a.b/',
            team: 'blue',
          },
        ],
      ],
      screen: [['event', 'screen_view', { screen_name: 'Home' }]],
      identify: [['set', { user_id: 'ann' }]],
      group: [['event', 'join_group', { group_id: 'acme' }]],
    },
  },
  {
    name: 'posthog',
    key: 'posthog',
    make: posthogBridge,
    calls: {
      track: [['capture', 'Task Added', events.track.properties]],
      page: [
        [
          'capture',
          '$pageview',
          { $current_url: 'https://a.b/todos/7', $title: 'Todos', name: 'Todo', team: 'blue' },
        ],
      ],
      screen: [['capture', '$screen', { $screen_name: 'Home' }]],
      identify: [['identify', 'ann', { plan: 'gold' }]],
      group: [['group', 'company', 'acme', { size: 3 }]],
      alias: [['alias', 'a', 'ann']],
    },
  },
  {
    name: 'matomo',
    key: '_paq',
    make: matomoBridge,
    calls: {
      track: [['push', ['trackEvent', 'Tasks', 'Task Added', undefined, 3]]],
      page: [
        ['push', ['setCustomUrl', 'https://a.b/todos/7']],
        ['push', ['setReferrerUrl', 'https://a.b/']],
        ['push', ['trackPageView', 'Todo']],
      ],
      screen: [['push', ['trackPageView', 'Home']]],
      identify: [['push', ['setUserId', 'ann']]],
    },
  },
  {
    name: 'plausible',
    key: 'plausible',
    make: plausibleBridge,
    calls: {
      track: [['Task Added', { u: 'https://a.b/todos/7', props: { category: 'Tasks', value: 3 } }]],
      page: [['pageview', { u: 'https://a.b/todos/7', props: { team: 'blue' } }]],
    },
  },
  {
    name: 'mixpanel',
    key: 'mixpanel',
    make: mixpanelBridge,
    calls: {
      track: [['track', 'Task Added', events.track.properties]],
      page: [
        [
          'track_pageview',
          {
            current_url_full: 'https://a.b/todos/7',
            current_page_title: 'Todos',
            name: 'Todo',
            team: 'blue',
          },
        ],
      ],
      screen: [['track', 'Screen Viewed', { name: 'Home' }]],
      identify: [
        ['identify', 'ann'],
        ['people.set', { plan: 'gold' }],
      ],
      group: [['set_group', 'company', 'acme']],
      alias: [['alias', 'ann', 'a']],
    },
  },
  {
    name: 'intercom',
    key: 'Intercom',
    make: intercomBridge,
    calls: {
      track: [['trackEvent', 'Task Added', events.track.properties]],
      page: [['update']],
      identify: [['update', { plan: 'gold', user_id: 'ann' }]],
      group: [['update', { company: { size: 3, company_id: 'acme' } }]],
    },
  },
];

for (const { name, key, make, calls: expected } of bridges) {
  describe(`the bridge to ${name}`, () => {
    let calls: Calls;
    let globals: Record<string, unknown>;

    beforeEach(() => {
      calls = [];
      globals = { [key]: notingTool(calls) };
    });

    for (const event of Object.values(events)) {
      const { type } = event;
      const wanted = expected[type];

      it(`${wanted ? 'hands on' : 'has nothing to say of'} ${type}`, async () => {
        const given = aContext(event);
        const back = await make(globals)[type]?.(given);

        expect(calls).to.deep.equal(wanted ?? []);
        if (wanted) expect(back).to.equal(given);
      });
    }

    it('takes what says next to nothing', async () => {
      const plugin = make(globals);
      for (const { type } of Object.values(events)) await plugin[type]?.(aContext({ type }));
    });

    it('fails once where the tool is missing, and works as soon as it is there', async () => {
      const tool = globals[key];
      globals[key] = undefined;
      const plugin = make(globals);
      const tell = () => plugin.track?.(aContext(events.track));

      expect(plugin.isLoaded()).to.equal(false);
      expect(tell).to.throw(`no global ${key}`);
      expect(tell).not.to.throw();
      globals[key] = tool;
      expect(plugin.isLoaded()).to.equal(true);
      await tell();

      expect(calls).to.have.length(1);
    });

    it('keeps what is about the connection to itself', async () => {
      const slow = { ...events.track, event: 'DDP Slow Call', properties: { ddp: 'session::1' } };

      await make(globals).track?.(aContext(slow));

      expect(calls).to.have.length(0);
    });

    it('needs the consent of its name, or of the category it is given', () => {
      expect(make(globals).consent).to.equal(name);
      expect(make(globals, { consent: 'marketing' }).consent).to.equal('marketing');
    });

    it('has 600 bytes at most, as it is sent', () => {
      const { outputFiles } = buildSync({
        entryPoints: [`client/bridges/${name}.ts`],
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        target: 'es2019',
      });
      const [file] = outputFiles;

      expect(gzipSync(file?.contents ?? '', { level: 9 }).length).to.be.within(100, 600);
    });
  });
}

describe('the bridge to gtag', () => {
  const sent = async (bridge: typeof gtagBridge, event: string) => {
    const calls: Calls = [];
    await bridge({ gtag: notingTool(calls) }).track?.(aContext({ type: 'track', event }));
    return calls[0]?.[1];
  };

  it('has names that Google takes, and its own where it has them', async () => {
    expect(await sent(gtagBridge, 'Signed In')).to.equal('login');
    expect(await sent(gtagBridge, 'Signed Up')).to.equal('sign_up');
    expect(await sent(gtagBridge, 'Signed Up For News')).to.equal('signed_up_for_news');
    expect(await sent(gtagBridge, 'constructor')).to.equal('constructor');
    expect(await sent(gtagBridge, 'x'.repeat(41))).to.equal('x'.repeat(40));
  });

  it('says who it is only when that is asked for', async () => {
    const calls: Calls = [];

    await gtagBridge({ gtag: notingTool(calls) }).identify?.(aContext(events.identify));

    expect(calls).to.have.length(0);
  });
});
