import { expect } from 'chai';
import type { DeploysAnswer } from '../../common/deploys-answer';
import type { FindingsReport } from '../../common/load-report';
import { metrics } from '../../common/metrics';
import { resolveOptions } from '../../common/options';
import type { ReleasesAnswer } from '../../common/releases-answer';
import { type Agent, startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { createQueryApi } from '../../server/dashboard/query-api';
import { reportDeploys } from '../../server/deploy-report';
import { reportFindings } from '../../server/load-report';
import { reportReleases } from '../../server/release-report';
import { memorySink } from '../../server/sinks/memory';
import { aResource } from '../support/a-batch';
import { handClock } from '../support/hand-clock';
import { type HttpServer, httpServer } from '../support/http-server';
import { aHost } from '../support/instrumented-host';
import { seeded } from '../support/seeded';

const startAt = 1_728_000_000_000;
const notAsked = () => Promise.reject(new Error('not asked for'));

/** Two apps, a release each, whose agents write to one store that is asked over HTTP. */
describe('a rolling release', () => {
  const clock = handClock(startAt);
  const random = seeded(11);
  const store = { ...memorySink({ now: clock.wallNow }), name: 'shared' };
  let running: Array<{ readonly agent: Agent; close(): Promise<void>; call(): Promise<unknown> }>;
  let api: HttpServer;

  /** An app whose method takes about so many milliseconds. */
  function deploy(release: string, medianMs: number): void {
    const { host } = aHost({ version: '3.4.1', without: ['accounts-base'] });
    const options = resolveOptions({
      settings: undefined,
      env: {},
      given: {
        instruments: { process: false },
        cpuSampling: false,
        sinks: [store],
        backend: 'shared',
      },
    });
    const startedAt = clock.wallNow();
    const agent = startAgent({
      meteor: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
      options,
      sinks: chooseSinks(options),
      resource: aResource({ release, instance: release, host: `host-${release}`, startedAt }),
      version: '0',
      warn: () => undefined,
      clock,
    });
    const takesMs = () => {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return medianMs * Math.exp(0.4 * normal);
    };
    host.Meteor.methods({
      move: () => new Promise<void>((resolve) => clock.timers.after(takesMs(), () => resolve())),
    });
    running.push({
      agent,
      call: () => host.Meteor.server.applyAsync('move', []),
      async close() {
        await agent.stop();
        await host.close();
      },
    });
  }

  /** Each app is called twice a second. */
  async function pass(seconds: number): Promise<void> {
    for (let half = 0; half < seconds * 2; half++) {
      for (const { call } of running) call().catch(() => undefined);
      await clock.advance(500);
    }
  }

  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await fetch(`${api.url}/${path}?from=${startAt}&to=${clock.wallNow()}`)).json() as Answer;

  before(async () => {
    running = [];
    const handler = createQueryApi({
      access: { check: async () => 'ok' },
      reader: () => running[0]?.agent.reader(),
      status: () => {
        throw new Error('not asked for');
      },
      alerts: notAsked,
      settings: () => [],
      metrics,
      profile: notAsked,
      reports: {
        observers: notAsked,
        history: notAsked,
        findings: reportFindings,
        releases: reportReleases,
        deploys: reportDeploys,
      },
      warn: () => undefined,
      wallNow: clock.wallNow,
    });
    api = await httpServer((request, response) => handler(request, response));
  });

  after(async () => {
    for (const { close } of running) await close();
    await api.close();
  });

  it('is found to be slower within two minutes, from the calls of the apps to the answer', async function () {
    this.timeout(30_000);
    deploy('1.0.0', 40);
    await pass(30);
    deploy('1.1.0', 70);
    await pass(120);

    const { findings } = await ask<FindingsReport>('findings');
    const { a, b, over, entries } = await ask<ReleasesAnswer>('releases');
    const { deploys, starts } = await ask<DeploysAnswer>('deploys');

    expect(findings.map(({ kind, subject }) => [kind, subject.owner?.name])).to.deep.equal([
      ['regression', 'move'],
    ]);
    expect(findings[0]?.evidence).to.include({ release: '1.1.0', before: '1.0.0' });
    expect([a?.release, b?.release, over]).to.deep.equal(['1.0.0', '1.1.0', 'overlap']);
    expect(entries[0]).to.include({ kind: 'method', name: 'move', verdict: 'slower' });
    expect(entries[0]?.a?.callsPerSecond).to.be.closeTo(2, 0.3);
    expect(deploys.map(({ at, release }) => [at - startAt, release])).to.deep.equal([
      [0, '1.0.0'],
      [30_000, '1.1.0'],
    ]);
    expect(starts).to.deep.equal([]);
  });
});
