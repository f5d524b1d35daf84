import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AppFigures } from './collector/app';
import { aBatchOf, createSender, type Sent } from './collector/sender';

/** `LOAD_SECONDS` makes it shorter, or a soak. */
const SECONDS = Number(process.env.LOAD_SECONDS ?? 30);
const REQUESTS_A_SECOND = 50;
const EVENTS_A_REQUEST = 20;
const PEOPLE = 1_000;
const COMPARED = 500;

describe('the collector under load, in a process of its own', function () {
  this.timeout(120_000 + SECONDS * 1_000);
  let child: ChildProcess;
  let sender: ReturnType<typeof createSender>;

  async function ask(message: string): Promise<AppFigures> {
    const answer = once(child, 'message');
    child.send(message);
    return (await answer)[0];
  }

  const addressOf = (person: number) => ({
    'X-Forwarded-For': `10.${person >> 16}.${(person >> 8) & 255}.${person & 255}`,
  });

  /** As clients do: what is told to come again comes again, the same. */
  async function postUntilTaken(body: string, headers: Record<string, string>): Promise<Sent> {
    for (let attempt = 1; ; attempt++) {
      const sent = await sender.post(body, headers);
      const comesAgain = sent.status === 408 || sent.status === 503;
      if (!comesAgain || attempt === 5) return sent;
    }
  }

  before(async () => {
    child = fork(join(__dirname, 'collector/app.ts'), {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      env: { PATH: process.env.PATH },
    });
    const [url] = await once(child, 'message');
    sender = createSender(String(url).replace(/\/$/, ''));
    for (let person = 0; person < 100; person++)
      await sender.post(aBatchOf(1, person), addressOf(person));
  });

  after(async () => {
    sender.close();
    child.disconnect();
    await once(child, 'exit');
  });

  it(`takes ${REQUESTS_A_SECOND * EVENTS_A_REQUEST} events a second, loses none, and answers within 50 ms`, async () => {
    const before = await ask('flush');
    const answers: Array<Promise<Sent>> = [];
    const idle: Array<Promise<Sent>> = [];
    const startedAt = performance.now();
    const requests = SECONDS * REQUESTS_A_SECOND;
    for (let at = 0; at < requests; at++) {
      const dueInMs = startedAt + (at * 1000) / REQUESTS_A_SECOND - performance.now();
      if (dueInMs > 0) await new Promise((resolve) => setTimeout(resolve, dueInMs));
      const person = at % PEOPLE;
      answers.push(postUntilTaken(aBatchOf(EVENTS_A_REQUEST, person), addressOf(person)));
      if (at % 5 === 0) idle.push(sender.post('{}', {}, '/v1/m'));
    }
    const sent = await Promise.all(answers);
    const tookMs = performance.now() - startedAt;

    const after = await ask('flush');
    const p99 = percentile(sent, 0.99);
    // Of requests for which nothing is done: what the machine itself takes, beside other work.
    const idleP99 = percentile(await Promise.all(idle), 0.99);
    const figures =
      `${Math.round((requests * EVENTS_A_REQUEST * 1000) / tookMs)} events/s, p50 ${percentile(sent, 0.5).toFixed(1)} ms, ` +
      `p99 ${p99.toFixed(1)} ms (of requests that do nothing ${idleP99.toFixed(1)}), CPU ${(((after.cpuMs - before.cpuMs) / tookMs) * 100).toFixed(0)} %, ` +
      `${Math.round(after.rssBytes / 2 ** 20)} MiB`;
    process.stdout.write(`      ${figures}\n`);
    expect(sent.every(({ status }) => status === 200)).to.equal(true);
    expect(after.events - before.events).to.equal(requests * EVENTS_A_REQUEST);
    expect(after.ids).to.equal(after.events);
    const { duplicate: _duplicate, ...lost } = after.drops; // of what came again
    expect(lost).to.deep.equal({});
    expect(p99 - idleP99, figures).to.be.below(50);
  });

  it('spends less on what it refuses than on what it takes in', async () => {
    async function costOf(status: number, headers: (at: number) => Record<string, string>) {
      const bodies = Array.from({ length: COMPARED }, (_, at) => aBatchOf(EVENTS_A_REQUEST, at));
      const before = await ask('figures');
      let expected = 0;
      for (const [at, body] of bodies.entries()) {
        const sent = await sender.post(body, headers(at));
        if (sent.status === status) expected++;
      }
      expect(expected, `of ${status}`).to.be.at.least(0.9 * COMPARED); // one a second passes the rate
      return ((await ask('figures')).cpuMs - before.cpuMs) / COMPARED;
    }
    const someone = (at: number) => addressOf(2_000 + at);
    const one = addressOf(5_000);
    for (let at = 0; at < 20; at++) await sender.post('{}', one);

    const costs = {
      accepted: await costOf(200, someone),
      unknownKey: await costOf(401, (at) => ({ ...someone(at), 'X-Write-Key': 'unknown' })),
      foreign: await costOf(403, (at) => ({ ...someone(at), 'Sec-Fetch-Site': 'cross-site' })),
      encoding: await costOf(400, (at) => ({ ...someone(at), 'Content-Encoding': 'zstd' })),
      again: await costOf(429, () => one),
    };

    const figures = Object.entries(costs).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`);
    process.stdout.write(`      CPU a request: ${figures.join(', ')}\n`);
    const { accepted, ...refused } = costs;
    for (const [name, ms] of Object.entries(refused)) expect(ms, name).to.be.below(accepted);
  });
});

function percentile(sent: readonly Sent[], share: number): number {
  const durations = sent.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return durations[Math.floor(durations.length * share)] ?? 0;
}
