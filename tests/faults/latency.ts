import { resolveOptions } from '../../common/options';
import { startAgent } from '../../server/agent';
import { type AgentClock, nodeClock } from '../../server/agent-clock';
import { createHost } from '../host/host';
import { aResource } from '../support/a-batch';
import type { Fault, Place } from './place';

/** 99th percentile of a method's duration as its caller sees it, in milliseconds. */
export interface Latency {
  readonly well: number;
  readonly broken: number;
}

const methods = 50;
const timesFaster = 100;
/** `FAULTS_MEASURED_MS` makes it shorter where there is little time. */
const measuredMs = Number(process.env.FAULTS_MEASURED_MS ?? 600);

/**
 * An app with a real agent, whose clock goes a hundred times faster: a window
 * is a tenth of a second. It is called while the place is well, and after that,
 * for a minute of its clock, while it is broken.
 */
export async function measureLatency(place: Place, fault: Fault): Promise<Latency> {
  const clock = fastClock();
  const open = await place.open(clock.wallNow);
  const host = createHost({ version: '3.3.2' });
  for (let index = 0; index < methods; index++) {
    host.Meteor.methods({ [`method.${index}`]: () => turn() });
  }
  const given = { instruments: { process: false }, cpuSampling: false, sinks: [] };
  const sink = open.sink();
  const agent = startAgent({
    meteor: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
    options: resolveOptions({ settings: undefined, env: {}, given }),
    sinks: { sinks: [sink], backend: sink },
    resource: aResource({ instance: 'latency' }),
    version: '0',
    warn: () => undefined,
    clock,
  });
  try {
    await callFor(host, measuredMs / 3); // warms up
    const well = await callFor(host, measuredMs);
    await open.become(fault);
    const broken = await callFor(host, measuredMs);
    return { well, broken };
  } finally {
    await open.become();
    await agent.stop();
    await host.close();
    await open.close();
  }
}

/** Generous, as others use the machine too: twice as long, and two milliseconds more. */
export function isSlower({ well, broken }: Latency): boolean {
  return broken > 2 * well && broken > well + 2;
}

async function callFor(host: ReturnType<typeof createHost>, ms: number): Promise<number> {
  const durations: number[] = [];
  const endAt = performance.now() + ms;
  for (let index = 0; performance.now() < endAt; index++) {
    const startedAt = performance.now();
    await host.Meteor.callAsync(`method.${index % methods}`);
    durations.push(performance.now() - startedAt);
  }
  durations.sort((a, b) => a - b);
  return durations[Math.floor(durations.length * 0.99)] ?? Number.NaN;
}

function fastClock(): AgentClock {
  const startedAt = Date.now();
  return {
    now: nodeClock.now,
    wallNow: () => startedAt + (Date.now() - startedAt) * timesFaster,
    timers: { after: (ms, fn) => nodeClock.timers.after(ms / timesFaster, fn) },
  };
}

/** The event loop's next turn, so that whatever holds it up is in the duration. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
