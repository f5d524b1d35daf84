import type { UserOptions } from '../../common/options';
import type { AgentClock } from '../../server/agent-clock';
import { createHost, type Host } from '../host/host';
import { benchAgent } from './bench-agent';

/** An app with one session that is measured, bare or with Radiant. */
export interface DdpSubject {
  readonly host: Host;
  readonly session: BenchSession;
  /** A subscription of the session, which has the document `a` of `things`. */
  readonly subscription: BenchSubscription;
  /** Calls a method so many times, and waits for the results. */
  call(method: string, times: number): Promise<void>;
  /** Subscribes so many times, waits until all are ready, and ends them all. */
  subscribe(times: number): Promise<void>;
  flush(): Promise<void>;
  end(): Promise<void>;
}

export interface BenchSession {
  processMessage(message: object): void;
  readonly _namedSubs: Map<string, BenchSubscription>;
}

interface BenchSubscription {
  changed(collection: string, id: string, fields: object): void;
}

export interface DdpSubjectOptions {
  readonly withRadiant: boolean;
  /** Methods `echo.0`, `echo.1` … besides `echo`. */
  readonly methods?: number;
  /** Sessions that do nothing, besides the one that is measured. */
  readonly others?: number;
  readonly given?: UserOptions;
  readonly clock?: AgentClock;
}

/**
 * The socket swallows what it is given, so that the figures are Meteor's work
 * and Radiant's, not the network's.
 */
export async function ddpSubject(options: DdpSubjectOptions): Promise<DdpSubject> {
  const { withRadiant, methods = 0, others = 0, given, clock } = options;
  const host = createHost({ version: '3.0.4', without: ['accounts-base', 'ddp-rate-limiter'] });
  const { server } = host.Meteor;
  const echo = (value: unknown) => value;
  host.Meteor.methods({ echo });
  for (let at = 0; at < methods; at++) host.Meteor.methods({ [`echo.${at}`]: echo });
  host.Meteor.publish('low', function (this: { added(...args: unknown[]): void; ready(): void }) {
    this.added('things', 'a', { n: -1 });
    this.ready();
  } as never);
  const meteor = { server, ddpCommon: host.DDPCommon };
  const agent = withRadiant ? benchAgent(meteor, given, clock) : undefined;

  for (let at = 0; at < others; at++) connect(host, () => undefined);
  const answers = awaitedFrames();
  const session = connect(host, answers.sent);
  session.processMessage({ msg: 'sub', id: '1', name: 'low', params: [] });
  await new Promise((resolve) => setImmediate(resolve));
  const subscription = session._namedSubs.get('1');
  if (!subscription) throw new Error('bench: no subscription');

  let nextId = 2;
  return {
    host,
    session,
    subscription,
    call(method, times) {
      const done = answers.wait('{"msg":"result"', times);
      for (let at = 0; at < times; at++) {
        session.processMessage({ msg: 'method', id: String(nextId++), method, params: [1] });
      }
      return done;
    },
    async subscribe(times) {
      const first = nextId;
      nextId += times;
      const ready = answers.wait('{"msg":"ready"', times);
      for (let id = first; id < nextId; id++) {
        session.processMessage({ msg: 'sub', id: String(id), name: 'low', params: [] });
      }
      await ready;
      const ended = answers.wait('{"msg":"nosub"', times);
      for (let id = first; id < nextId; id++) {
        session.processMessage({ msg: 'unsub', id: String(id) });
      }
      await ended;
    },
    flush: async () => agent?.flush(),
    async end() {
      await agent?.stop();
      await host.close();
    },
  };
}

function connect(host: Host, send: (frame: string) => void): BenchSession {
  const socket = {
    send,
    close() {},
    on() {},
    setWebsocketTimeout() {},
    headers: {},
    remoteAddress: '127.0.0.1',
    _meteorSession: undefined as unknown as BenchSession,
  };
  const connected = { msg: 'connect', version: '1', support: ['1'] };
  host.Meteor.server._handleConnect(socket as never, connected as never);
  return socket._meteorSession;
}

/** Frames that begin with what is waited for are counted; `ready` names several subscriptions at once. */
function awaitedFrames() {
  let start = '';
  let left = 0;
  let done: (() => void) | undefined;
  return {
    sent(frame: string): void {
      if (start === '' || !frame.startsWith(start)) return;
      left -= start.includes('ready') ? JSON.parse(frame).subs.length : 1;
      if (left === 0) done?.();
    },
    wait(begin: string, times: number): Promise<void> {
      start = begin;
      left = times;
      return new Promise((resolve) => {
        done = resolve;
      });
    },
  };
}
