import { resolveOptions } from '../../common/options';
import { startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { findResource } from '../../server/resource';
import { createHost, type Host } from '../host/host';
import { type BenchTable, measureInTurns } from './bench-table';

const callsAtOnce = 200;

interface Subject {
  readonly host: Host;
  readonly session: BenchSession;
  readonly subscription: BenchSubscription;
  /** Calls the method so many times, one after the other. */
  call(method: string): Promise<void>;
  end(): Promise<void>;
}

interface BenchSession {
  processMessage(message: object): void;
  readonly _namedSubs: Map<string, BenchSubscription>;
}

interface BenchSubscription {
  changed(collection: string, id: string, fields: object): void;
}

/**
 * What Radiant adds to a call and to a message: the same app twice, bare and
 * instrumented, in one run. The socket swallows what it is given, so that the
 * figures are Meteor's work and ours, not the network's.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const bare = await makeSubject(false);
  const instrumented = await makeSubject(true);
  const pair = (task: (subject: Subject) => unknown) => ({
    bare: () => task(bare),
    'with Radiant': () => task(instrumented),
  });

  const tables = [
    await measureInTurns(
      // A call, and the three messages it is made of: method, result, updated.
      { title: 'method call by a client', operations: callsAtOnce, timeMs, limitNs: 3_500 },
      pair((subject) => subject.call('echo')),
    ),
    await measureInTurns(
      { title: 'method call by the server', operations: callsAtOnce, timeMs, limitNs: 2_000 },
      pair(async ({ host }) => {
        for (let index = 0; index < callsAtOnce; index++) await host.Meteor.callAsync('echo', 1);
      }),
    ),
    await measureInTurns(
      { title: 'subscription message (changed)', operations: callsAtOnce, timeMs, limitNs: 500 },
      pair(({ subscription }) => {
        for (let n = 0; n < callsAtOnce; n++) subscription.changed('things', 'a', { n });
      }),
    ),
    await measureInTurns(
      { title: 'other message (ping, pong)', operations: callsAtOnce, timeMs, limitNs: 500 },
      pair(({ session }) => {
        for (let n = 0; n < callsAtOnce; n++) session.processMessage({ msg: 'ping', id: 'p' });
      }),
    ),
  ];
  await bare.end();
  await instrumented.end();
  return tables;
}

async function makeSubject(withRadiant: boolean): Promise<Subject> {
  const host = createHost({ version: '3.0.4', without: ['accounts-base', 'ddp-rate-limiter'] });
  host.Meteor.methods({ echo: (value: unknown) => value });
  host.Meteor.publish('low', function (this: { added(...args: unknown[]): void; ready(): void }) {
    this.added('things', 'a', { n: -1 });
    this.ready();
  } as never);
  const agent = withRadiant ? startOn(host) : undefined;

  let ended: (() => void) | undefined;
  let left = 0;
  const socket = {
    send(frame: string) {
      if (frame.startsWith('{"msg":"result"') && --left === 0) ended?.();
    },
    close() {},
    on() {},
    setWebsocketTimeout() {},
    headers: {},
    remoteAddress: '127.0.0.1',
    _meteorSession: undefined as unknown as BenchSession,
  };
  host.Meteor.server._handleConnect(
    socket as never,
    { msg: 'connect', version: '1', support: ['1'] } as never,
  );
  const session = socket._meteorSession;
  session.processMessage({ msg: 'sub', id: '1', name: 'low', params: [] });
  await new Promise((resolve) => setImmediate(resolve));
  const subscription = session._namedSubs.get('1');
  if (!subscription) throw new Error('bench: no subscription');

  let nextId = 0;
  return {
    host,
    session,
    subscription,
    call: (method) =>
      new Promise((resolve) => {
        ended = resolve;
        left = callsAtOnce;
        for (let index = 0; index < callsAtOnce; index++) {
          session.processMessage({ msg: 'method', id: String(nextId++), method, params: [1] });
        }
      }),
    async end() {
      await agent?.stop();
      await host.close();
    },
  };
}

function startOn(host: Host) {
  const given = { instruments: { process: false } };
  const options = resolveOptions({ settings: undefined, env: {}, given });
  return startAgent({
    meteor: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
    options,
    sinks: chooseSinks(options),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: () => undefined,
  });
}
