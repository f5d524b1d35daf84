import { expect } from 'chai';
import { anEvent } from './a-collector';
import { aBatch, listening, post } from './listening';

describe('the collector', () => {
  const at = listening();

  it('answers 503 with Retry-After while there is no room, and loses nothing', async () => {
    let room = 3;
    const stored: string[] = [];
    const url = await at.start({
      store: ({ messageId }) => room-- > 0 && stored.push(messageId) > 0,
    });

    const full = await post(`${url}/v1/b`, aBatch(5));
    room = 10;
    const again = await post(`${url}/v1/b`, aBatch(5));

    expect([full.status, again.status]).to.deep.equal([503, 200]);
    expect(Number(full.headers.get('retry-after'))).to.be.at.least(1);
    expect(stored).to.deep.equal(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('answers 500 where its own code fails, and tells the agent', async () => {
    const url = await at.start({
      store: () => {
        throw new Error('planted');
      },
    });

    const response = await post(`${url}/v1/b`, aBatch());

    expect(response.status).to.equal(500);
    expect(at.collector.failures).to.have.length(1);
  });

  it('takes GPC and the address from the request', async () => {
    const url = await at.start({ options: { gpc: 'no-forwarding' } });

    await post(`${url}/v1/b`, aBatch(), { 'Sec-GPC': '1' });

    expect(at.collector.events[0]?.context).to.include({ gpc: true, ip: '127.0.0.0' });
  });

  it('counts requests by status, events by type, drops by reason, and how long it took', async () => {
    const url = await at.start();

    await post(`${url}/v1/b`, { writeKey: 'radiant', batch: [anEvent(), anEvent(), 1] });
    await post(`${url}/v1/b`, 'no json');
    at.collector.tally.collect();

    const told = at.collector.samples.map((sample) =>
      sample.kind === 'metric' && sample.metric !== 'collector.duration'
        ? [sample.metric, sample.dims, sample.value]
        : sample.kind,
    );
    expect(told).to.deep.equal([
      'metric',
      'metric',
      ['collector.requests', { status: '200' }, 1],
      ['collector.requests', { status: '400' }, 1],
      ['collector.events', { type: 'track' }, 2],
      ['collector.drops', { reason: 'no-event' }, 1],
    ]);
  });
});
