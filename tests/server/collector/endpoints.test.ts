import { expect } from 'chai';
import { anEvent } from './a-collector';
import { aBatch, listening, post } from './listening';

describe('endpoints of the collector', () => {
  const at = listening();

  for (const path of ['/v1/b', '/v1/batch', '/v1/import', '/v1/batch/']) {
    it(`takes batches at ${path}`, async () => {
      const url = await at.start();

      const response = await post(`${url}${path}`, aBatch(2));

      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal({ success: true });
      expect(at.ids()).to.deep.equal(['m0', 'm1']);
    });
  }

  it('answers beacons of RudderStack with 204', async () => {
    const url = await at.start();

    const response = await post(`${url}/beacon/v1/batch?writeKey=radiant`, {
      batch: [anEvent({ writeKey: undefined })],
    });

    expect(response.status).to.equal(204);
    expect(at.collector.events).to.have.length(1);
  });

  const needs = { groupId: 'g', previousId: 'p' };
  for (const type of ['track', 'identify', 'page', 'screen', 'group', 'alias']) {
    it(`takes one ${type} at its own endpoints, which say what it is`, async () => {
      const url = await at.start();

      for (const path of [type, type.slice(0, 1)]) {
        const event = { ...anEvent(needs), type: undefined };
        const response = await post(`${url}/v1/${path}`, event);
        expect(response.status).to.equal(200);
      }

      expect(at.collector.events.map((event) => event.type)).to.deep.equal([type, type]);
    });
  }

  it('ignores what analytics-next says of itself', async () => {
    const url = await at.start();

    const response = await post(`${url}/v1/m`, { series: [] });

    expect(response.status).to.equal(204);
  });

  it('gives analytics-next the settings it asks a CDN for', async () => {
    const url = await at.start({ env: { ROOT_URL: 'https://app.example/sub/' } });

    const known = await fetch(`${url}/v1/projects/radiant/settings`);
    const unknown = await fetch(`${url}/v1/projects/other/settings`);

    expect(known.status).to.equal(200);
    expect(await known.json()).to.deep.equal({
      integrations: {
        'Segment.io': {
          apiKey: 'radiant',
          apiHost: 'app.example/sub/_radiant/v1',
          protocol: 'https',
          addBundledMetadata: false,
        },
      },
      plan: {
        track: { __default: { enabled: true, integrations: {} } },
        identify: { __default: { enabled: true, integrations: {} } },
        group: { __default: { enabled: true, integrations: {} } },
      },
    });
    expect(unknown.status).to.equal(401);
  });

  it('answers 404 elsewhere, and 405 to other methods', async () => {
    const url = await at.start();

    const elsewhere = await post(`${url}/v1/x`, {});
    const get = await fetch(`${url}/v1/b`);
    const posted = await post(`${url}/v1/projects/radiant/settings`, {});

    expect([elsewhere.status, get.status, posted.status]).to.deep.equal([404, 405, 405]);
    expect(get.headers.get('allow')).to.equal('POST, OPTIONS');
  });

  it('gives what a batch says for all to each of its events', async () => {
    const url = await at.start();
    const sentAt = '2026-11-28T12:00:00.000Z';
    const context = { locale: 'de', timezone: 'UTC' };

    await post(`${url}/v1/b`, {
      ...aBatch(1, { context: { locale: 'en' }, timestamp: '2026-11-28T11:59:59.000Z' }),
      sentAt,
      context,
      integrations: { All: false },
    });

    expect(at.collector.events[0]).to.deep.include({ sentAt, integrations: { All: false } });
    expect(at.collector.events[0]?.context).to.include({ locale: 'en', timezone: 'UTC' });
  });
});
