import { createHost, type Host } from '../host';
import { openClient, type RawClient } from './client';
import { defineFixture, type FixtureApp, seed } from './fixture-app';
import { sleep } from './fixture-methods';
import { createNaming } from './naming';
import { createRecorder } from './recorder';
import type {
  FrameEvent,
  Json,
  RecordedDriver,
  RecordedVersion,
  Run,
  Scenario,
  ServerReturn,
  Step,
} from './scenario';
import { contextOf, watchTargets } from './targets';

const AWAIT_LIMIT_MS = 4000;
const SILENCE_MS = 120;
const TEAR_DOWN_MS = 60;
/** Each way between app and database, about as far as when it was recorded. */
const LATENCY_MS = 2;

interface Stage {
  readonly host: Host;
  readonly app: FixtureApp;
  readonly url: string;
  readonly clients: Map<string, RawClient>;
  readonly serverReturns: ServerReturn[];
  note(event: FrameEvent): void;
}

/** Plays a script against a host of its own and tells what happened. */
export async function runScenario(
  scenario: Pick<Scenario, 'script'>,
  version: RecordedVersion,
  driver: RecordedDriver,
): Promise<Run> {
  const env = { METEOR_POLLING_INTERVAL_MS: '1000' };
  const host = createHost({
    ...{ version, driver, env, without: ['accounts-base'], latencyMs: LATENCY_MS },
    log: () => {},
  });
  const naming = createNaming();
  const recorder = createRecorder(() => contextOf(host, naming));
  const frames: FrameEvent[] = [];
  const clients = new Map<string, RawClient>();
  let lastFrameAt = performance.now();
  const note = (event: FrameEvent) => {
    lastFrameAt = performance.now();
    frames.push(event);
  };

  await seed(host);
  await watchTargets(host, recorder, naming);
  const app = defineFixture(host, recorder, naming);
  const { url } = await host.listen();
  const stage: Stage = { host, app, url, clients, serverReturns: [], note };

  recorder.start();
  for (const step of scenario.script) await play(step, stage);
  while (performance.now() - lastFrameAt < SILENCE_MS) await sleep(5);
  await closeInTurn(clients);
  await tornDown(host, recorder.calls);
  recorder.stop();
  const afterwards = leftovers(host);
  await host.close();
  recorder.close();
  return { frames, calls: recorder.calls, serverReturns: stage.serverReturns, afterwards };
}

// The server sees the sockets close in the order in which they were opened.
async function closeInTurn(clients: Stage['clients']): Promise<void> {
  for (const client of clients.values()) {
    client.close();
    await sleep(5);
  }
}

// A busy machine may need more than the 60 ms of the recordings.
async function tornDown({ Meteor }: Host, calls: readonly unknown[]): Promise<void> {
  const deadline = performance.now() + AWAIT_LIMIT_MS;
  while (Meteor.server.sessions.size > 0 && performance.now() < deadline) await sleep(5);
  for (let seen = -1; seen !== calls.length; ) {
    seen = calls.length;
    await sleep(TEAR_DOWN_MS);
  }
}

function leftovers({ Meteor, MongoInternals }: Host): Run['afterwards'] {
  const { mongo } = MongoInternals.defaultRemoteCollectionDriver();
  const multiplexers = (mongo as unknown as { _observeMultiplexers: object })._observeMultiplexers;
  return {
    sessions: Meteor.server.sessions.size,
    multiplexersInDictionary: Object.keys(multiplexers).length,
  };
}

function clientOf({ clients }: Stage, name: string): RawClient {
  const client = clients.get(name);
  if (!client) throw new Error(`The script has not opened client ${name}`);
  return client;
}

async function play(step: Step, stage: Stage): Promise<void> {
  if (step.do === 'open') await open(step.client, stage);
  else if (step.do === 'sleep') await sleep(step.ms);
  else if (step.do === 'external') await external(step, stage);
  else if (step.do === 'server') await onServer(step, stage);
  else await asClient(step, clientOf(stage, step.client));
}

async function open(name: string, { url, clients, note }: Stage): Promise<void> {
  clients.set(name, await openClient(name, url, note));
  await sleep(5);
}

type ClientStep = Extract<Step, { do: 'send' | 'send-raw' | 'await' | 'close' }>;

async function asClient(step: ClientStep, client: RawClient): Promise<void> {
  if (step.do === 'send-raw') client.sendRaw(step.raw);
  else if (step.do === 'send') client.send(unfolded(step.frame));
  else if (step.do === 'await') await frame(client, step.match);
  else client.close();
}

async function frame(client: RawClient, match: Json): Promise<void> {
  const deadline = performance.now() + AWAIT_LIMIT_MS;
  while (!client.hasGot(match) && performance.now() < deadline) await sleep(3);
}

/** Writes out `{$repeat: [value, count]}`. */
function unfolded(message: Json): Json {
  const repeat = (message.params as { $repeat?: [unknown, number] } | undefined)?.$repeat;
  if (!repeat) return message;
  const [value, count] = repeat;
  return { ...message, params: Array.from({ length: count }, () => value) };
}

async function external(
  { op, collection, args }: Extract<Step, { do: 'external' }>,
  { host, note }: Stage,
): Promise<void> {
  await host.external(op, collection, args);
  note({ client: 'external', dir: 'write' });
}

async function onServer(
  { action, args }: Extract<Step, { do: 'server' }>,
  { host, app, serverReturns }: Stage,
): Promise<void> {
  const { Meteor } = host;
  const actions = {
    publishNull: () => app.publishNull(args[0] as 'plain' | 'cursor'),
    closeAll() {
      for (const session of [...Meteor.server.sessions.values()]) session.connectionHandle.close();
    },
    callAsync: () => Meteor.callAsync(String(args[0]), ...args.slice(1)),
  };
  serverReturns.push(await outcome(async () => actions[action]()));
}

async function outcome(call: () => Promise<unknown>): Promise<ServerReturn> {
  try {
    return { value: (await call()) ?? null };
  } catch (thrown) {
    const { error, reason, message } = thrown as Json;
    return { error: { error, reason, message } };
  }
}
