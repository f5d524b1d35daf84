import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import { resolveOptions, type UserOptions } from '../../common/options';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { chooseSinks } from '../../server/choose-sinks';

const own = (name: string, reader?: Reader): Sink => ({
  name,
  write: async () => undefined,
  ...(reader ? { reader } : {}),
});

function chosen(given: UserOptions = {}) {
  const { sinks, backend } = chooseSinks(resolveOptions({ settings: undefined, env: {}, given }));
  return { names: sinks.map(({ name }) => name), backend: backend.name };
}

const url = 'https://example.org/batches';

describe('chooseSinks', () => {
  it('keeps everything in memory where nothing is said', () => {
    expect(chosen()).to.deep.equal({ names: ['memory'], backend: 'memory' });
  });

  it('adds the sinks that options ask for, and memory as long as none of them can be read', () => {
    expect(chosen({ http: { url }, ndjson: { path: '-' } })).to.deep.equal({
      names: ['ndjson', 'http', 'memory'],
      backend: 'memory',
    });
  });

  it('leaves memory out when a sink of the app can be read', () => {
    const given = { sinks: [own('theirs', {} as Reader)], http: { url } };

    expect(chosen(given)).to.deep.equal({ names: ['theirs', 'http'], backend: 'theirs' });
  });

  it('keeps memory beside them when it is named', () => {
    const given = { sinks: [own('theirs', {} as Reader)], backend: 'memory' };

    expect(chosen(given)).to.deep.equal({ names: ['theirs', 'memory'], backend: 'memory' });
  });

  it('keeps and reads everything in ClickHouse when it is named, or has an address', () => {
    const alone = { names: ['clickhouse'], backend: 'clickhouse' };

    expect(chosen({ backend: 'clickhouse' })).to.deep.equal(alone);
    expect(chosen({ clickhouse: { url } })).to.deep.equal(alone);
  });

  it('refuses a backend that cannot be read, and names those that can', () => {
    expect(() => chosen({ backend: 'http', http: { url } }))
      .to.throw(RadiantError, 'options.backend is "http"; sinks that can be read: memory')
      .with.property('code', 'options-invalid');
  });

  it('refuses two sinks of one name', () => {
    expect(() => chosen({ sinks: [own('http')], http: { url } })).to.throw(RadiantError, '"http"');
  });
});
