import { expect } from 'chai';
import type { AnalyticsEvent } from '../../common/analytics/event';
import { RetryableError, type Sink } from '../../common/sink';
import type { Agent } from '../../server/agent';
import { anEvent } from '../support/an-event';
import { settle } from '../support/hand-clock';
import { aHost, type HostTarget } from '../support/instrumented-host';
import { keepingSink, start, sumOf } from '../support/started-agent';

const kibibyte = 1024;

describe('the agent, of analytics events', () => {
  let target: HostTarget;
  let agent: Agent;

  beforeEach(() => {
    target = aHost({ version: '3.4.1', without: ['accounts-base'] });
  });
  afterEach(async () => {
    await agent.stop();
    await target.host.close();
  });

  /** Hands over so many events of a kibibyte; those that were taken. */
  function send(count: number, at = 0): AnalyticsEvent[] {
    const events = Array.from({ length: count }, (_, index) =>
      anEvent({ at, messageId: `${at}-${index}`, properties: { text: 'x'.repeat(kibibyte) } }),
    );
    return events.filter((event) => agent.recorder.event(event));
  }

  /** A sink that takes nothing while it is down. */
  function aSinkThatFails() {
    const { sink, batches } = keepingSink();
    let down = true;
    const failing: Sink = {
      name: 'failing',
      async write(batch, signal) {
        if (down) throw new RetryableError('gone');
        await sink.write(batch, signal);
      },
    };
    return {
      sink: failing,
      batches,
      heal() {
        down = false;
      },
    };
  }

  it('sends the events of a window with its batch, in order, and counts them', async () => {
    const { sink, batches } = keepingSink();
    const started = start(target, { sinks: [sink], flushIntervalMs: 10_000 });
    agent = started.agent;

    const first = send(3, 1);
    await started.clock.advance(10_000);
    const second = send(2, 2);
    await started.clock.advance(20_000);

    expect(batches.map(({ events }) => events)).to.deep.equal([first, second, undefined]);
    expect(sumOf(batches, 'analytics.events')).to.equal(5);
  });

  it('closes the window early when it has many, long before its time', async () => {
    const { sink, batches } = keepingSink();
    const started = start(target, { sinks: [sink], outboxBytes: 1_024 * kibibyte });
    agent = started.agent;

    const few = send(80, 1);
    await settle();
    expect(batches).to.deep.equal([]);
    const more = send(80, 2);
    await settle();
    expect(batches).to.have.length(1);
    await agent.flush();

    const sent = batches.flatMap(({ events = [] }) => events);
    expect(sent).to.deep.equal([...few, ...more]);
    expect(batches.map(({ sequences: [sequence] }) => sequence)).to.deep.equal(
      batches.map((_, index) => index + 1),
    );
  });

  it('loses nothing that it took while the sink is down, and takes nothing that it cannot keep', async () => {
    const failing = aSinkThatFails();
    const started = start(target, { sinks: [failing.sink], outboxBytes: 1_024 * kibibyte });
    agent = started.agent;
    const taken: AnalyticsEvent[] = [];
    let refused = 0;

    for (let turn = 1; turn <= 60; turn++) {
      const now = send(30, turn);
      taken.push(...now);
      refused += 30 - now.length;
      await started.clock.advance(5_000);
    }
    expect(refused).to.be.greaterThan(500);
    expect(taken.length).to.be.greaterThan(300);
    failing.heal();
    await started.clock.advance(60_000);

    expect(failing.batches.flatMap(({ events = [] }) => events)).to.deep.equal(taken);
    expect(send(30, 61)).to.have.length(30);
    expect(agent.status().drops).to.deep.equal({});
  });

  it('lets a sink that is down not stop a backend that has room', async () => {
    const failing = aSinkThatFails();
    const { sink, batches } = keepingSink();
    const backend: Sink = { ...sink, name: 'backend', reader: {} as never };
    const started = start(target, {
      sinks: [failing.sink, backend],
      backend: 'backend',
      outboxBytes: 256 * kibibyte,
    });
    agent = started.agent;
    const taken: AnalyticsEvent[] = [];

    for (let turn = 1; turn <= 40; turn++) {
      taken.push(...send(20, turn));
      await started.clock.advance(10_000);
    }

    expect(taken).to.have.length(800);
    expect(batches.flatMap(({ events = [] }) => events)).to.deep.equal(taken);
    expect(agent.status().drops['buffer-full']).to.be.greaterThan(0);
  });

  it('delivers them when the process is told to end, and takes none meanwhile', async () => {
    const { sink, batches } = keepingSink();
    agent = start(target, { sinks: [sink] }).agent;
    const taken = send(3, 1);

    const delivered = agent.deliver();
    expect(send(1, 2)).to.deep.equal([]);
    await delivered;

    expect(batches.flatMap(({ events = [] }) => events)).to.deep.equal(taken);
    expect(send(1, 3)).to.have.length(1);
  });

  it('delivers the last ones when it stops, and takes none afterwards', async () => {
    const { sink, batches } = keepingSink();
    agent = start(target, { sinks: [sink] }).agent;
    const taken = send(3, 1);

    await agent.stop();

    expect(send(1, 2)).to.deep.equal([]);
    expect(batches.flatMap(({ events = [] }) => events)).to.deep.equal(taken);
  });

  it('reads them back from memory', async () => {
    const started = start(target);
    agent = started.agent;
    const at = started.clock.now();
    send(2, at);
    await started.clock.advance(20_000);

    const reader = agent.reader();
    const range = { from: at, to: at + 1 };

    expect((await reader?.events(range))?.events).to.have.length(2);
    const counts = await reader?.analytics({ report: 'event-counts', ...range });
    expect(counts?.rows).to.deep.equal([{ value: '(all)', count: 2, people: 1 }]);
  });
});
