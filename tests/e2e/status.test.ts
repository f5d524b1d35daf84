import { expect } from 'chai';
import { metrics } from '../../common/metrics';
import type { ReceivedFrame } from '../../examples/demo/ddp-client';
import { gained } from './gained';
import { type Target, theTarget } from './target';

describe('what the agent says about itself', () => {
  let target: Target;

  before(async () => {
    target = await theTarget();
  });

  const get = async (path: string) => {
    const { url, headers } = target;
    const response = await fetch(`${url}/_radiant/api/v1/${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };

  it('has every hook in place', async () => {
    const { hooks, running } = await target.query.status();

    const states = Object.entries(hooks).map(([name, { state }]) => `${name} ${state}`);
    expect(running).to.equal(true);
    expect(states).to.include.members(['methods ok', 'publications ok', 'sessions ok']);
    expect(states.filter((state) => !state.endsWith(' ok'))).to.deep.equal([]);
  });

  it('lost nothing', async () => {
    const { drops } = await target.query.status();

    expect(drops).to.deep.equal({});
  });

  it('lists the catalogue of metrics', async () => {
    const { status, body } = await get('metrics');

    expect(status).to.equal(200);
    for (const name of Object.keys(metrics)) expect(JSON.stringify(body)).to.contain(name);
  });

  it('knows who sent', async () => {
    const { resource } = await target.query.status();

    const { status, body } = await get('resources');

    expect(status).to.equal(200);
    expect(JSON.stringify(body)).to.contain(resource?.instance);
  });

  it('answers a question that makes no sense with 400 and why', async () => {
    const { status, body } = await get('read?metric=method.nothing&stat=p95');

    expect(status).to.equal(400);
    expect(body.error.code).to.equal('read-invalid');
    expect(body.error.message).to.contain('method.nothing');
  });

  it('counts sessions, and the messages that come in and go out', async () => {
    const received: ReceivedFrame[] = [];
    const flow = (metric: 'ddp.messages' | 'ddp.bytes', direction: string) =>
      ({ metric, dims: { direction } }) as const;

    const { by } = await gained(
      target,
      {
        connects: { metric: 'ddp.connects' },
        disconnects: { metric: 'ddp.disconnects' },
        in: flow('ddp.messages', 'in'),
        out: flow('ddp.messages', 'out'),
        outBytes: flow('ddp.bytes', 'out'),
      },
      async () => {
        const client = await target.connect({ onReceived: (frame) => received.push(frame) });
        await client.call('measure.text', 500);
        await client.settled(10_000);
        await client.close();
      },
    );

    expect(by.connects).to.equal(1);
    expect(by.disconnects).to.equal(1);
    expect(by.in).to.be.at.least(1);
    expect(by.out).to.be.at.least(received.length - 1);
    expect(by.outBytes).to.be.greaterThan(500);
  });

  it('shows the process', async () => {
    const read = async (metric: 'process.rss' | 'process.heapUsed' | 'process.uptime') => {
      const { rows } = await target.query.read({ metric, stat: 'max', from: '-1m' });
      return Number(rows[0]?.points[0]?.[1]);
    };
    await target.flush();

    expect(await read('process.rss')).to.be.greaterThan(20_000_000);
    expect(await read('process.heapUsed')).to.be.greaterThan(5_000_000);
    expect(await read('process.uptime')).to.be.greaterThan(0);
  });
});
