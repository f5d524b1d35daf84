import { expect } from 'chai';
import { anEvent } from './a-collector';
import { aBatch, listening, post } from './listening';

describe('write keys', () => {
  const at = listening();

  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const unkeyed = { batch: [anEvent({ writeKey: undefined })] };
  const places: ReadonlyArray<readonly [string, string, Record<string, string>, object]> = [
    ['the user of Basic', '/v1/b', { Authorization: basic('k1:') }, unkeyed],
    ['Basic without colon', '/v1/b', { Authorization: basic('k1') }, unkeyed],
    ['the body', '/v1/b', {}, { ...unkeyed, writeKey: 'k1' }],
    ['the event', '/v1/b', {}, { batch: [anEvent({ writeKey: 'k1' })] }],
    ['X-Write-Key', '/v1/b', { 'X-Write-Key': 'k1' }, unkeyed],
    ['the query', '/v1/b?writeKey=k1', {}, unkeyed],
    ['Bearer', '/v1/b', { Authorization: 'Bearer k1' }, unkeyed],
  ];
  for (const [place, path, headers, body] of places) {
    it(`are read from ${place}`, async () => {
      const url = await at.start({ options: { writeKeys: ['k1'] } });

      const response = await post(`${url}${path}`, body, headers);

      expect(response.status).to.equal(200);
      expect(at.collector.events.map(({ writeKey }) => writeKey)).to.deep.equal(['k1']);
    });
  }

  it('are refused with 401 where none is known', async () => {
    const url = await at.start();

    const statuses = await Promise.all([
      post(`${url}/v1/b`, unkeyed),
      post(`${url}/v1/b`, { ...unkeyed, writeKey: 'x' }),
      post(`${url}/v1/b`, { batch: [anEvent({ writeKey: 'x' })] }),
      post(`${url}/v1/b`, unkeyed, { 'X-Write-Key': 'x' }),
      post(`${url}/v1/b?writeKey=x`, unkeyed),
      post(`${url}/v1/b`, unkeyed, { Authorization: basic('x:') }),
    ]);

    expect(statuses.map(({ status }) => status)).to.deep.equal(new Array(6).fill(401));
    expect(at.collector.events).to.deep.equal([]);
  });

  it('are not looked for in the password of a site that asks for one', async () => {
    const url = await at.start();

    const response = await post(`${url}/v1/b`, aBatch(), { Authorization: basic('me:secret') });

    expect(response.status).to.equal(200);
  });

  it('are that of the client’s settings, that of okgrow’s, or radiant', async () => {
    const accepted = async (publicSettings: unknown) => {
      const url = await at.start({ publicSettings });
      const known: string[] = [];
      for (const writeKey of ['own', 'okgrow', 'radiant']) {
        const response = await post(`${url}/v1/b`, { batch: [anEvent({ writeKey })] });
        if (response.ok) known.push(writeKey);
      }
      return known;
    };
    const okgrow = { 'Segment.io': { apiKey: 'okgrow' } };
    const radiant = { analytics: { writeKey: 'own' } };

    expect(await accepted(undefined)).to.deep.equal(['radiant']);
    expect(await accepted({ radiant })).to.deep.equal(['own']);
    expect(await accepted({ analyticsSettings: okgrow })).to.deep.equal(['okgrow']);
    expect(await accepted({ radiant, analyticsSettings: okgrow })).to.deep.equal(['own', 'okgrow']);
  });

  it('do not make a server trusted; its secret does', async () => {
    const secret = 's'.repeat(16);
    const url = await at.start({ options: { secret } });
    const event = { batch: [anEvent({ channel: 'server', context: { ip: '198.51.100.9' } })] };

    await post(`${url}/v1/b`, event);
    await post(`${url}/v1/b`, event, { 'X-Radiant-Secret': secret });
    await post(`${url}/v1/b`, event, { Authorization: basic(`radiant:${secret}`) });
    await post(`${url}/v1/b`, event, { 'X-Radiant-Secret': `${secret}x` });

    expect(at.collector.events.map(({ channel, context }) => [channel, context.ip])).to.deep.equal([
      [undefined, '127.0.0.0'],
      ['server', '198.51.100.0'],
      ['server', '198.51.100.0'],
      [undefined, '127.0.0.0'],
    ]);
  });
});
