import type { ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { parameterText } from '../../../../server/sinks/clickhouse/parameters';
import { aBatch, aSeries } from '../../../support/a-batch';
import { type HttpServer, httpServer } from '../../../support/http-server';

interface Received {
  readonly search: URLSearchParams;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

const hushed = 'hush-hush-hush';
const ready: Readonly<Record<string, string>> = {
  'SELECT count() AS tables': '{"tables":1}',
  'SELECT max(version)': '{"version":1}',
  'SELECT version()': '{"version":"26.7.2.1"}',
};

describe('what a ClickHouse sink asks, and what it makes of the answer', () => {
  const { signal } = new AbortController();
  let server: HttpServer;
  let inserts: Received[];
  let version: string;
  let answer: (response: ServerResponse) => void;

  before(async () => {
    server = await httpServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const { searchParams: search } = new URL(request.url ?? '', 'http://localhost');
      if (search.get('query')?.startsWith('INSERT')) {
        inserts.push({ search, headers: request.headers, body });
        answer(response);
        return;
      }
      const known = Object.entries(ready).find(([start]) => body.toString().startsWith(start));
      response.end(known?.[1].replace('26.7.2.1', version) ?? '');
    });
  });
  after(() => server.close());
  beforeEach(() => {
    inserts = [];
    version = '26.7.2.1';
    answer = (response) => response.end();
  });

  const sinkOf = () =>
    clickhouseSink({
      url: `${server.url}/behind/a/proxy?tenant=7`,
      username: 'radiant',
      password: hushed,
      wallNow: () => 0,
    });
  const batch = () => aBatch({ series: [aSeries('ddp.connects', {}, 1)] });

  async function failure(): Promise<unknown> {
    return sinkOf()
      .write(batch(), signal)
      .catch((reason: unknown) => reason);
  }

  it('sends user and password in headers, rows gzipped, and what the address has', async () => {
    await sinkOf().write(batch(), signal);

    const [first] = inserts;
    expect(first?.headers).to.include({
      'x-clickhouse-user': 'radiant',
      'x-clickhouse-key': hushed,
      'content-encoding': 'gzip',
    });
    expect(first?.search.toString()).not.to.include(hushed);
    expect(first?.search.get('tenant')).to.equal('7');
    expect(gunzipSync(first?.body ?? '').toString()).to.match(
      /^\{.*"metric":"ddp\.connects".*\}\n$/,
    );
  });

  for (const [of, gathers] of [
    ['25.12.9.9', false],
    ['26.1.1.564', true],
    ['26.10.1.1', true],
    ['nonsense', false],
  ] as const) {
    it(`${gathers ? 'lets' : 'does not let'} version ${of} gather inserts`, async () => {
      version = of;

      await sinkOf().write(batch(), signal);

      expect(inserts.map(({ search }) => search.get('async_insert'))).to.deep.equal(
        gathers ? ['1', '1'] : ['0', '0'],
      );
    });
  }

  const answers: ReadonlyArray<
    readonly [what: string, status: number, code: number, again: boolean]
  > = [
    ['a wrong password', 403, 516, true],
    ['a missing right', 403, 497, true],
    ['a missing table', 404, 60, true],
    ['too many parts', 500, 252, true],
    ['too little memory', 500, 241, true],
    ['a full disk', 500, 243, true],
    ['data it cannot read', 400, 27, false],
    ['a number that is none', 500, 72, false],
    ['a field it does not know', 400, 117, false],
  ];
  for (const [what, status, code, again] of answers) {
    it(`${again ? 'keeps the batch' : 'gives the batch up'} at ${what}`, async () => {
      answer = (response) =>
        response
          .writeHead(status, { 'x-clickhouse-exception-code': `${code}` })
          .end(
            `Code: ${code}. DB::Exception: it is so: "tasks of alice" (SOME_NAME) (version 26.7)`,
          );

      const error = await failure();

      expect(error).to.be.instanceOf(again ? RetryableError : Error);
      expect(error instanceof RetryableError).to.equal(again);
      expect((error as Error).message).to.include(
        `ClickHouse answered ${status}: SOME_NAME (${code})`,
      );
      expect((error as Error).message.includes('alice')).to.equal(again); // it quotes data it cannot read
    });
  }

  it('waits as long as a proxy asks it to', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '7' }).end('slow down');

    const error = await failure();

    expect(error).to.be.instanceOf(RetryableError);
    expect(error).to.have.property('retryAfterMs', 7_000);
  });

  it('gives the batch up when a proxy says that it is too large', async () => {
    answer = (response) => response.writeHead(413).end();

    expect(await failure()).not.to.be.instanceOf(RetryableError);
  });

  it('keeps the batch when there is no answer', async () => {
    answer = (response) => response.destroy();

    const error = await failure();

    expect(error).to.be.instanceOf(RetryableError);
    expect((error as Error).message).to.match(/^ClickHouse did not answer: /);
  });

  it('never names address or password', async () => {
    const texts: string[] = [];
    for (const how of [
      (response: ServerResponse) => response.destroy(),
      (response: ServerResponse) => response.writeHead(500).end(),
      (response: ServerResponse) =>
        response.writeHead(403, { 'x-clickhouse-exception-code': '516' }).end('Code: 516.'),
    ]) {
      answer = how;
      const error = await failure();
      texts.push(String(error), String((error as Error).stack), String((error as Error).cause));
    }

    expect(texts.join()).not.to.match(/hush|behind|tenant|127\.0\.0\.1/);
  });

  it('settles when it is called off while the tables are being made', async () => {
    const controller = new AbortController();
    const silent = await httpServer(() => controller.abort());

    const error = await clickhouseSink({ url: silent.url })
      .write(batch(), controller.signal)
      .catch((reason: unknown) => reason);
    await silent.close();

    expect(error).to.be.instanceOf(RetryableError);
    expect(String(error)).to.include('not made its tables yet');
  });

  it('inserts nothing when it was called off before', async () => {
    const controller = new AbortController();
    controller.abort();

    const error = await sinkOf()
      .write(batch(), controller.signal)
      .catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(RetryableError);
    expect(inserts).to.deep.equal([]);
  });

  it('leaves out a series whose value is no number, and mends half of a character', async () => {
    const series = [
      aSeries('ddp.connects', {}, Number.NaN),
      aSeries('process.rss', {}, Number.POSITIVE_INFINITY),
      aSeries('publication.subscribes', { name: 'a\ud800b' }, 1),
    ];

    await sinkOf().write(aBatch({ series }), signal);

    const lines = gunzipSync(inserts[0]?.body ?? '').toString();
    expect(lines.trim().split('\n')).to.have.length(1);
    expect(JSON.parse(lines)).to.have.nested.property('dims.name', 'a�b');
  });
});

describe('parameterText', () => {
  it('writes what ClickHouse reads as it was', () => {
    expect(parameterText('a\\b\tc\nd\re\0f')).to.equal('a\\\\b\\tc\\nd\\re\\0f');
    expect(parameterText("it's {x:String}")).to.equal("it's {x:String}");
    expect(parameterText(0.1)).to.equal('0.1');
  });
});
