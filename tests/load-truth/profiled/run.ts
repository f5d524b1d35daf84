import { reportObservers } from '../../../server/load-report';
import { createHost, type Host } from '../../host/host';
import { startAgentOn } from '../start-agent-on';
import { type App, type CauseName, COLLECTION, causes, type Docs, PUBLICATION } from './causes';
import { type CpuProfile, type Frame, profiled } from './cpu-profile';

/** What two ways of measuring say about the same run. */
export interface Compared {
  /** CPU of the planted observers in milliseconds, as Radiant counts it. */
  readonly countedMs: number;
  /** The same, as V8's profiler sees it. */
  readonly profiledMs: number;
  /** Time in which the process was not idle, and what of it was collecting garbage. */
  readonly activeMs: number;
  readonly garbageMs: number;
  /** CPU time of the process. */
  readonly processMs: number;
  /** Name of the owner that Radiant ranks first. */
  readonly first: string | undefined;
  readonly evaluations: number | undefined;
}

const WARM_UP_MS = 400;
const MEASURED_MS = 1_600;

/** Where the code of drivers, multiplexers and of the callbacks of a publication lives. */
const ofObservers =
  /host\/mongo\/(publish-cursor|observe\/(?!oplog-(dispatch|handle|selector)|choose|reactivity|shared)[\w-]+|local\/(caching-change-observer|diff-sequence|observe))\.ts$/;

function isOfObservers({ url }: Frame): boolean {
  return ofObservers.test(url);
}

/** Runs one cause under the profiler and Radiant at once, beside some other work. */
async function compare(name: CauseName): Promise<Compared> {
  const { driver, prepare } = causes[name];
  const host = createHost({
    ...{ version: driver === 'changeStreams' ? '3.5' : '3.3.2', driver, log: () => {} },
    without: ['accounts-base', 'ddp-rate-limiter'],
  });
  const agent = startAgentOn(host);
  const stopBurning = burn();
  const round = await prepare(appOn(host));
  await repeat(round, WARM_UP_MS);
  await agent.flush();

  const from = Date.now();
  const cpuBefore = process.cpuUsage();
  const profile = await profiled(() => repeat(round, MEASURED_MS));
  const { user, system } = process.cpuUsage(cpuBefore);
  await agent.flush();

  const reader = agent.reader();
  if (!reader) throw new Error('nothing can be read');
  const { observers } = await reportObservers(reader, { from, to: Date.now() + 1 });
  explain(profile);
  stopBurning();
  await agent.stop();
  await host.close();
  const planted = observers.filter(({ owner }) => owner.name === PUBLICATION);
  return {
    countedMs: planted.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    profiledMs: profile.attribute(isOfObservers),
    activeMs: profile.activeMs,
    garbageMs: profile.garbageMs,
    processMs: (user + system) / 1_000,
    first: observers[0]?.owner.name,
    evaluations: planted[0]?.evaluations,
  };
}

function appOn(host: Host): App {
  const docs = new host.Mongo.Collection(COLLECTION);
  return {
    host,
    docs: docs as unknown as Docs,
    publish(queryOf) {
      host.Meteor.publish(PUBLICATION, ((parameter: number) => {
        const [selector, options] = queryOf(parameter);
        return docs.find(selector as never, options as never);
      }) as never);
    },
  };
}

/** Other work of the process: an eighth of a core. */
function burn(): () => void {
  const timer = setInterval(() => {
    const endAt = performance.now() + 2;
    while (performance.now() < endAt) Math.sqrt(endAt);
  }, 16);
  return () => clearInterval(timer);
}

async function repeat(round: () => Promise<void>, ms: number): Promise<void> {
  const endAt = performance.now() + ms;
  while (performance.now() < endAt) await round();
}

/** With `RADIANT_EXPLAIN` set: where the observers' time went, and that of the process. */
function explain(profile: CpuProfile): void {
  if (!process.env.RADIANT_EXPLAIN) return;
  const print = (lines: ReadonlyArray<readonly [string, number]>) =>
    process.stderr.write(
      `${lines
        .slice(0, 25)
        .map(([name, ms]) => `${ms.toFixed(1).padStart(8)}  ${name}`)
        .join('\n')}\n\n`,
    );
  print(profile.functions(isOfObservers));
  print(profile.functions(() => true));
}

compare(process.argv[2] as CauseName).then(
  (compared) => process.stdout.write(`${JSON.stringify(compared)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
