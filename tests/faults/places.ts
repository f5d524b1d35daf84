import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sink } from '../../common/sink';
import { clickhouseSink } from '../../server/sinks/clickhouse';
import { httpSink } from '../../server/sinks/http';
import { memorySink } from '../../server/sinks/memory';
import { ndjsonSink } from '../../server/sinks/ndjson';
import { otlpSink } from '../../server/sinks/otlp';
import { prometheusSink } from '../../server/sinks/prometheus';
import { startClickhouse } from '../support/clickhouse-front';
import { fillDisk } from '../support/fill-disk';
import { clickhouseOrNothing, emptied } from '../support/started-clickhouse';
import { type FaultyServer, faultyServer, handOnTo, serverFaults, textOf } from './faulty-server';
import { batchStore } from './figures';
import { losingAnswers } from './losing-answers';
import { mongo } from './mongo-places';
import { otlpStore } from './otlp-store';
import type { OpenPlace, Place } from './place';
import { readStored } from './read-stored';

/** Every sink that the lab breaks. A new one is one entry. */
export const places: readonly Place[] = [
  {
    name: 'http',
    faults: serverFaults,
    slow: ['hangs', 'trickles', 'answer trickles'],
    final: ['413'],
    isCumulative: false,
    isShared: true,
    async open(now) {
      const store = batchStore();
      const server = await faultyServer({ take: (sent) => store.take(textOf(sent)), now });
      return behind(server, () => httpSink({ url: server.url }), store.stored);
    },
  },
  {
    name: 'otlp',
    faults: serverFaults,
    slow: ['hangs', 'trickles', 'answer trickles'],
    final: ['413', '500'],
    isCumulative: true,
    isShared: true,
    async open(now) {
      const store = otlpStore();
      const server = await faultyServer({ take: (sent) => store.take(textOf(sent)), now });
      // As JSON, which the lab can read; what is done when is the same.
      const sink = () => otlpSink({ endpoint: server.url, protocol: 'http/json' });
      return behind(server, sink, store.stored);
    },
  },
  {
    name: 'ndjson',
    faults: ['full disk', 'answer lost'],
    slow: [],
    final: [],
    isCumulative: false,
    isShared: false,
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'radiant-faults-'));
      const path = join(folder, 'radiant.ndjson');
      const answers = losingAnswers();
      let isFull = false;
      const emptyDisk = fillDisk(folder, () => isFull);
      return {
        sink: () => answers.of(ndjsonSink({ path })),
        become(fault) {
          answers.lose(fault === 'answer lost');
          isFull = fault === 'full disk';
        },
        stored() {
          const store = batchStore();
          for (const name of readdirSync(folder).filter((one) => !one.endsWith('.history'))) {
            for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
              if (line !== '') store.take(line);
            }
          }
          return store.stored();
        },
        close() {
          emptyDisk();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: 'prometheus',
    faults: ['answer lost'],
    slow: [],
    final: [],
    isCumulative: true,
    isShared: false,
    async open(now) {
      const answers = losingAnswers();
      const sink = prometheusSink({ now });
      return {
        sink: () => answers.of(sink),
        become: (fault) => answers.lose(fault === 'answer lost'),
        async stored() {
          const text = await sink.text('text');
          const counted = (name: string) =>
            Number(new RegExp(`^${name}_total(?:{.*})? (\\S+)`, 'm').exec(text)?.[1] ?? 0);
          return {
            windows: counted('lab_windows'),
            squares: counted('lab_squares'),
            traces: undefined,
            again: undefined,
            contradictions: 0,
          };
        },
        close: () => undefined,
      };
    },
  },
  {
    name: 'memory',
    faults: ['answer lost'],
    slow: [],
    final: [],
    isCumulative: false,
    isShared: false,
    async open(now) {
      const answers = losingAnswers();
      const sink = memorySink({ now });
      return {
        sink: () => answers.of(sink),
        become: (fault) => answers.lose(fault === 'answer lost'),
        stored: () => readStored(sink.reader, now()),
        close: () => undefined,
      };
    },
  },
  {
    name: 'clickhouse',
    // Its engine runs in this process and takes a while: the faults that differ to it.
    faults: ['refuses', 'hangs', 'resets', 'answer lost', '503'],
    slow: ['hangs'],
    final: [],
    isCumulative: false,
    isShared: true,
    async isThere() {
      const engine = await clickhouseOrNothing();
      await engine?.close();
      return engine !== undefined;
    },
    async open(now) {
      const engine = await startClickhouse();
      emptied(engine);
      const server = await faultyServer({ take: handOnTo(engine.url), now });
      const sink = () => clickhouseSink({ url: server.url, asyncInsert: false, wallNow: now });
      const reader = clickhouseSink({ url: engine.url, asyncInsert: false, wallNow: now }).reader;
      const place = behind(server, sink, () => readStored(reader, now()));
      return {
        ...place,
        async close() {
          await place.close();
          await engine.close();
        },
      };
    },
  },
  mongo,
];

function behind(server: FaultyServer, sink: () => Sink, stored: OpenPlace['stored']): OpenPlace {
  return {
    sink,
    stored,
    requests: server.requests,
    become: (fault) => server.become(serverFaults.find((one) => one === fault)),
    close: server.close,
  };
}
