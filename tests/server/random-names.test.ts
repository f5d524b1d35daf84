import { expect } from 'chai';
import { aHost } from '../support/instrumented-host';
import { keepingSink, start, sumOf } from '../support/started-agent';
import { stubClient } from '../support/stub-client';

const each = 50_000;

describe('100,000 random names of methods and publications', () => {
  it('make no series, are counted one by one, and lose nothing', async () => {
    const target = aHost({ version: '3.0.4', without: ['accounts-base'] });
    target.host.Meteor.methods({ echo: (value: unknown) => value });
    const { sink, batches } = keepingSink();
    const { agent } = start(target, { sinks: [sink] });
    const client = stubClient(target.host.Meteor.server);
    await client.callToEnd('echo');
    await agent.flush();
    const before = agent.status().series;

    for (let index = 0; index < each; index++) {
      const id = `random ${index}`;
      client.send({ msg: 'method', id, method: `m${Math.random()}`, params: [] });
      client.send({ msg: 'sub', id, name: `p${Math.random()}`, params: [] });
      if (index % 500 !== 499) continue;
      await client.callToEnd('echo');
      client.forget();
    }
    await agent.flush();

    expect(sumOf(batches, 'method.calls')).to.equal(1 + each + each / 500);
    expect(sumOf(batches, 'publication.refused')).to.equal(each);
    expect(agent.status().series - before).to.be.at.most(20);
    expect(agent.status().drops).to.deep.equal({});
    await agent.stop();
    await target.host.close();
  }).timeout(120_000);
});
