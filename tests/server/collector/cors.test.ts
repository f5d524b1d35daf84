import { expect } from 'chai';
import { aBatch, listening, post } from './listening';

describe('other origins', () => {
  const at = listening();

  const listed = 'https://shop.example';
  const options = { origins: [listed] };

  it('are let in where they are listed, without credentials', async () => {
    const url = await at.start({ options });

    const preflight = await fetch(`${url}/v1/b`, {
      method: 'OPTIONS',
      headers: { Origin: listed, 'Access-Control-Request-Method': 'POST' },
    });
    const posted = await post(`${url}/v1/b`, aBatch(), {
      Origin: listed,
      'Sec-Fetch-Site': 'cross-site',
    });

    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal(listed);
    expect(preflight.headers.get('access-control-allow-headers')).to.equal(
      'authorization, content-type, x-retry-count, x-write-key',
    );
    expect(Number(preflight.headers.get('access-control-max-age'))).to.be.at.least(900);
    expect(posted.status).to.equal(200);
    expect(posted.headers.get('access-control-allow-origin')).to.equal(listed);
    expect(posted.headers.get('access-control-expose-headers')).to.equal(
      'retry-after, x-ratelimit-reset',
    );
    for (const { headers } of [preflight, posted]) {
      expect(headers.get('access-control-allow-credentials')).to.equal(null);
      expect(headers.get('vary')).to.equal('Origin');
    }
  });

  it('learn nothing where they are not, and are refused', async () => {
    const url = await at.start({ options });
    const origin = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };

    const preflight = await fetch(`${url}/v1/b`, { method: 'OPTIONS', headers: origin });
    const posted = await post(`${url}/v1/b`, aBatch(), origin);

    expect([preflight.status, posted.status]).to.deep.equal([204, 403]);
    for (const { headers } of [preflight, posted]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-'))).to.deep.equal([]);
    }
    expect(at.collector.events).to.deep.equal([]);
  });

  it('are told apart from the app’s own, which need no list', async () => {
    const url = await at.start();

    const own = await post(`${url}/v1/b`, aBatch(), {
      Origin: 'https://app.example',
      'Sec-Fetch-Site': 'same-origin',
    });

    expect(own.status).to.equal(200);
  });

  it('read refusals, too, where they are listed', async () => {
    const url = await at.start({ options });

    const response = await post(`${url}/v1/b`, 'no json', { Origin: listed });

    expect(response.status).to.equal(400);
    expect(response.headers.get('access-control-allow-origin')).to.equal(listed);
  });
});
