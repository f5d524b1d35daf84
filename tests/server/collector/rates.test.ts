import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { limits } from '../../../server/collector/limits';
import { aBatch, listening, post } from './listening';

describe('rates of requests to the collector', () => {
  const at = listening();

  const kib = 1024;
  it('are limited by address, and say when to come again', async () => {
    const url = await at.start({ options: { requestsPerAddress: 1 } });
    const send = () => post(`${url}/v1/b`, aBatch());

    const first = await Promise.all(Array.from({ length: 10 }, send));
    const next = await send();
    await at.collector.clock.advance(1_000);
    const later = await send();

    expect(first.every(({ status }) => status === 200)).to.equal(true);
    expect(next.status).to.equal(429);
    expect(next.headers.get('retry-after')).to.equal('1');
    expect(next.headers.get('x-ratelimit-reset')).to.equal('1');
    expect(later.status).to.equal(200);
  });

  it('follow the proxies that are trusted, not what a client says', async () => {
    const url = await at.start({
      options: { requestsPerAddress: 1, ip: 'keep' },
      env: { HTTP_FORWARDED_COUNT: '1' },
    });
    const statuses: number[] = [];
    for (let at = 0; at < 12; at++) {
      const spoofed = `10.0.0.${at}, 203.0.113.7`;
      const { status } = await post(`${url}/v1/b`, aBatch(1, { messageId: `f${at}` }), {
        'X-Forwarded-For': spoofed,
      });
      statuses.push(status);
    }
    const other = await post(`${url}/v1/b`, aBatch(), { 'X-Forwarded-For': '203.0.113.8' });

    expect(statuses.filter((status) => status === 429)).to.have.length(2);
    expect(new Set(at.collector.events.map(({ context }) => context.ip))).to.deep.equal(
      new Set(['203.0.113.7', '203.0.113.8']),
    );
    expect(other.status).to.equal(200);
  });

  it('are limited by write key, wherever it stands', async () => {
    const url = await at.start({ options: { requestsPerKey: 1, writeKeys: ['k1'] } });
    const inHeader = { 'X-Write-Key': 'k1' };
    const statuses: number[] = [];
    for (let at = 0; at < 7; at++) {
      const isHeader = at % 2 === 0;
      const response = await post(
        `${url}/v1/b`,
        { ...aBatch(), writeKey: 'k1' },
        isHeader ? inHeader : {},
      );
      statuses.push(response.status);
    }

    expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 429, 429]);
  });

  it('do not count a server of the app’s by its address', async () => {
    const secret = 's'.repeat(16);
    const url = await at.start({ options: { requestsPerAddress: 1, secret } });

    for (let at = 0; at < 12; at++) {
      const response = await post(`${url}/v1/b`, aBatch(), { 'X-Radiant-Secret': secret });
      expect(response.status).to.equal(200);
    }
  });

  it('of bytes are limited for all together: 503, and later again', async () => {
    const url = await at.start({
      options: { bytesPerSecond: kib * kib },
      env: { HTTP_FORWARDED_COUNT: '1' },
    });
    const text = JSON.stringify(aBatch()).padEnd(499 * kib, ' ');
    const send = (person: number) =>
      post(`${url}/v1/b`, text, { 'X-Forwarded-For': `203.0.113.${person}` });

    const statuses: number[] = [];
    for (let person = 0; person < 6; person++) statuses.push((await send(person)).status);
    await at.collector.clock.advance(1_000);
    const later = await send(9);

    expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 503]);
    expect(later.status).to.equal(200);
  });

  it('of bytes are limited by address, so that others have some left', async () => {
    const url = await at.start({
      options: { bytesPerSecond: 5 * kib * kib },
      env: { HTTP_FORWARDED_COUNT: '1' },
    });
    const text = JSON.stringify(aBatch()).padEnd(480 * kib, ' ');
    const send = (person: number) =>
      post(`${url}/v1/b`, text, { 'X-Forwarded-For': `203.0.113.${person}` });

    const statuses: number[] = [];
    for (const person of [1, 1, 1, 1, 1, 1, 2]) statuses.push((await send(person)).status);
    await at.collector.clock.advance(2_000);
    const later = await send(1);

    expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 429, 200]);
    expect(later.status).to.equal(200);
  });

  const gzip = { 'Content-Encoding': 'gzip' };

  it('of bytes count a body by what it is once it is inflated', async () => {
    const url = await at.start({ options: { bytesPerSecond: 8 * kib * kib } });
    const small = gzipSync(JSON.stringify(aBatch()).padEnd(1_900 * kib, ' '));
    const send = () => post(`${url}/v1/b`, small, gzip);

    const statuses: number[] = [];
    for (let sent = 0; sent < 3; sent++) statuses.push((await send()).status);
    await at.collector.clock.advance(2_000);
    const later = await send();

    expect(small.length).to.be.below(5 * kib);
    expect(statuses).to.deep.equal([200, 200, 429]);
    expect(later.status).to.equal(200);
  });

  it('of bytes let the largest body pass, however low they are', async () => {
    const url = await at.start({ options: { bytesPerSecond: kib * kib } });
    const largest = gzipSync(JSON.stringify(aBatch()).padEnd(2_000 * kib, ' '));

    await at.collector.clock.advance(20_000);
    const first = await post(`${url}/v1/b`, largest, gzip);
    await at.collector.clock.advance(20_000);
    const next = await post(`${url}/v1/b`, largest, gzip);

    expect([first.status, next.status]).to.deep.equal([200, 200]);
  });

  it('of bytes give memory back when a body is done with', async function () {
    this.timeout(20_000);
    const secret = 's'.repeat(16);
    const url = await at.start({ options: { bytesPerSecond: kib * kib * kib, secret } });
    const text = JSON.stringify(aBatch()).padEnd(500 * kib, ' ');
    const bodies = Math.ceil(limits.heldBytes / (500 * kib)) + 1;
    const inflates = gzipSync(JSON.stringify(aBatch()).padEnd(2_000 * kib, ' '));

    for (let sent = 0; sent < bodies / 3; sent++) {
      const headers = { 'X-Radiant-Secret': secret, ...gzip };
      const response = await post(`${url}/v1/b`, inflates, headers);
      expect(response.status, `inflated body ${sent}`).to.equal(200);
    }
    for (let sent = 0; sent < bodies; sent++) {
      const response = await post(`${url}/v1/b`, text, { 'X-Radiant-Secret': secret });
      expect(response.status, `body ${sent}`).to.equal(200);
    }
  });
});
