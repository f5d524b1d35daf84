import { connectDdp, type DdpClient, type ReceivedFrame } from '../../examples/demo/ddp-client';
import { nextFlush } from '../../examples/demo/flush';
import { createQuery, type Query } from '../../examples/demo/query';
import { type RunningApp, startApp } from '../../examples/demo/start-app';

/** The server under test: the one `RADIANT_E2E_URL` names, or the example app on the test host. */
export interface Target {
  readonly url: string;
  readonly query: Query;
  /** When the tests began, in epoch ms: what was before is left alone, and fine data reach back to it. */
  readonly since: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Connects a client that is closed after the test. */
  connect(options?: ConnectOptions): Promise<DdpClient>;
  /** Resolves when what was recorded before can be read. */
  flush(): Promise<void>;
}

interface ConnectOptions {
  readonly onReceived?: (received: ReceivedFrame) => void;
}

/** Set when the tests drive a server that somebody else started. */
const remoteUrl = process.env.RADIANT_E2E_URL?.replace(/\/$/, '');

/** Describes what can only be tested on a server that the tests start themselves. */
export function describeLocally(title: string, define: () => void): void {
  if (!remoteUrl) describe(title, define);
}

/** A server that others use flushes at its own pace. */
const FLUSH_DEADLINE_MS = 25_000;
const LOCAL_FLUSH_INTERVAL_MS = 200;

let app: RunningApp | undefined;
let target: Promise<Target> | undefined;
const clients: DdpClient[] = [];

/** The same server for all tests, started by whoever asks first. */
export function theTarget(): Promise<Target> {
  target ??= findTarget();
  return target;
}

async function findTarget(): Promise<Target> {
  const since = Date.now();
  const url = remoteUrl ?? (await startLocal());
  const token = process.env.RADIANT_E2E_TOKEN;
  const query = createQuery({ url, token });
  return {
    url,
    query,
    since,
    headers: token ? { authorization: `Bearer ${token}` } : {},
    async connect(options = {}) {
      const client = await connectDdp({ url, ...options });
      clients.push(client);
      return client;
    },
    flush: () => nextFlush(query, { deadlineMs: FLUSH_DEADLINE_MS }),
  };
}

async function startLocal(): Promise<string> {
  app = await startApp({
    version: '3.3.2',
    driver: 'polling',
    port: 0,
    development: true,
    settings: { radiant: { flushIntervalMs: LOCAL_FLUSH_INTERVAL_MS } },
  });
  return app.url;
}

/** Outside of any suite, so that it runs for all of them. */
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

after(async () => {
  await app?.stop();
});
