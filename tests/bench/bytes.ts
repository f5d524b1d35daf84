import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MongoClient } from 'mongodb';
import type { Batch } from '../../common/batch';
import { batchToJson } from '../../common/batch-json';
import type { Sink } from '../../common/sink';
import { clickhouseSink } from '../../server/sinks/clickhouse';
import { httpSink } from '../../server/sinks/http';
import { memorySink } from '../../server/sinks/memory';
import { mongoSink } from '../../server/sinks/mongo';
import { ndjsonSink } from '../../server/sinks/ndjson';
import { otlpSink } from '../../server/sinks/otlp';
import { prometheusSink } from '../../server/sinks/prometheus';
import { mongoTarget, usualMongo } from '../support/mongo-front';
import { clickhouseOrNothing, emptied } from '../support/started-clickhouse';
import { tcpFront } from '../support/tcp-front';
import { busyApp, callsPerSecond, methods, windowMs } from './busy-app';

/** Bytes of one minute of one process; `undefined` where they are not known or there are none. */
interface Bytes {
  readonly wire?: number;
  readonly stored?: number;
}

type Write = (sink: Sink) => Promise<void>;

const perMinute = 60_000 / windowMs;
const minutes = 3;
const { signal } = new AbortController();

/**
 * What each sink sends and stores of a busy app, per minute and process. Real
 * sinks write three minutes to real receivers; the first minute, which has all
 * that is said once, is left out.
 */
async function main(): Promise<void> {
  const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - minutes * 60_000;
  const app = busyApp();
  const batches = Array.from({ length: minutes * perMinute }, (_, index) =>
    app.window(start + index * windowMs, index + 1),
  );
  const json = batches.slice(perMinute).map(batchToJson);
  const perBatch = (texts: readonly (string | Buffer)[]) =>
    texts.reduce((sum, text) => sum + text.length, 0) / (minutes - 1);

  print('sink', 'sent', 'stored');
  print('(as JSON)', kB(perBatch(json)), '');
  print('(gzipped)', kB(perBatch(json.map((text) => gzipSync(text)))), '');
  const now = () => start + minutes * 60_000;
  for (const [name, measure] of Object.entries(sinks)) {
    const bytes = await measure(batches, now);
    if (bytes) print(name, kB(bytes.wire), kB(bytes.stored));
  }
  const [{ series, traces = [], observers = [] } = { series: [] }] = batches.slice(-1);
  process.stdout.write(
    `kB per minute and process; ${callsPerSecond} calls/s of ${methods} methods, ` +
      `per window ${series.length} series, ${traces.length} traces, ${observers.length} observers\n`,
  );
  process.exit(0); // an engine that a sink loaded may hold the process
}

type Measure = (batches: readonly Batch[], now: () => number) => Promise<Bytes | undefined>;

const sinks: Readonly<Record<string, Measure>> = {
  async ndjson(batches) {
    const folder = mkdtempSync(join(tmpdir(), 'radiant-bytes-'));
    const path = join(folder, 'radiant.ndjson');
    const size = () => statSync(path).size;
    const stored = await growth(batches, ndjsonSink({ path, maxBytes: 2 ** 30 }), size);
    rmSync(folder, { recursive: true });
    return { stored };
  },
  http: (batches) => overHttp(batches, (url) => httpSink({ url })),
  otlp: (batches) => overHttp(batches, (endpoint) => otlpSink({ endpoint })),
  'otlp, exponential': (batches) =>
    overHttp(batches, (endpoint) => otlpSink({ endpoint, histograms: 'exponential' })),
  'otlp, no traces': (batches) =>
    overHttp(batches, (endpoint) => otlpSink({ endpoint, traces: false })),
  async 'prometheus, every 15 s'(batches) {
    const sink = prometheusSink();
    for (const batch of batches) await sink.write(batch, signal);
    const text = await sink.text('text');
    return { wire: gzipSync(text).length * 4 };
  },
  async memory(batches, now) {
    const sink = memorySink({ limitBytes: 2 ** 28, now });
    return { stored: await growth(batches, sink, () => sink.sizeBytes) };
  },
  async clickhouse(batches, now) {
    const engine = await clickhouseOrNothing();
    if (!engine) return undefined;
    emptied(engine);
    const sink = clickhouseSink({ url: engine.url, asyncInsert: false, wallNow: now });
    const wire = await growth(batches, sink, () =>
      engine.requests.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    const inTables = `FROM system.parts WHERE database = 'radiant' AND active
AND NOT match(table, '_1[mh]$')`;
    const tables = rowsOf(engine.query(`SELECT DISTINCT table ${inTables}`));
    for (const { table } of tables) engine.query(`OPTIMIZE TABLE radiant.${table} FINAL`);
    const [total] = rowsOf(engine.query(`SELECT sum(bytes_on_disk) AS bytes ${inTables}`));
    await engine.close();
    return { wire, stored: Number(total?.bytes) / minutes };
  },
  async mongo(batches, now) {
    const target = mongoTarget();
    if (!target) return undefined;
    const front = await tcpFront(target);
    const database = `radiant_bytes_${process.pid}`;
    const sink = mongoSink(usualMongo({ url: target.urlAt(front.port), database, wallNow: now }));
    const wire = await growth(batches, sink, () => front.sentBytes);
    const client = new MongoClient(target.url);
    const { dataSize } = await client.db(database).stats(); // before the database compresses it
    await client.db(database).dropDatabase();
    await Promise.all([client.close(), sink.close?.()]);
    await front.close();
    return { wire, stored: dataSize / minutes };
  },
};

/** Lines of JSON. */
function rowsOf(lines: string): ReadonlyArray<Readonly<Record<string, string>>> {
  return lines.split('\n').flatMap((line) => (line.trim() ? [JSON.parse(line)] : []));
}

/** What a figure grows by in a minute, without the first. */
async function growth(batches: readonly Batch[], sink: Sink, bytes: () => number): Promise<number> {
  const write: Write = async (one) => {
    for (const batch of batches.slice(0, perMinute)) await one.write(batch, signal);
  };
  await write(sink);
  const before = bytes();
  for (const batch of batches.slice(perMinute)) await sink.write(batch, signal);
  return (bytes() - before) / (minutes - 1);
}

/** Counts all that comes over the socket, heads included. */
async function overHttp(
  batches: readonly Batch[],
  sinkOf: (url: string) => Sink,
): Promise<{ readonly wire: number }> {
  let closed = 0;
  const open = new Set<{ readonly bytesRead: number }>();
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end());
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      closed += socket.bytesRead;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bytes = () => [...open].reduce((sum, { bytesRead }) => sum + bytesRead, closed);
  const wire = await growth(batches, sinkOf(`http://127.0.0.1:${port}`), bytes);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { wire };
}

const kB = (bytes: number | undefined) =>
  bytes === undefined
    ? '–'
    : bytes < 100_000
      ? (bytes / 1_000).toFixed(1)
      : String(Math.round(bytes / 1_000));

function print(name: string, wire: string, stored: string): void {
  process.stdout.write(`${name.padEnd(26)}${wire.padStart(10)}${stored.padStart(10)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
