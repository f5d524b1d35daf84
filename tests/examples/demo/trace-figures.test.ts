import { expect } from 'chai';
import type { ReadTrace } from '../../../common/read-traces';
import type { Span } from '../../../common/trace';
import { readTraceFigures } from '../../../examples/demo/trace-figures';
import { aStatus, fakeQuery } from './fake-query';

const aSpan = (
  id: string,
  kind: Span['kind'],
  startMs: number,
  durationMs: number,
  parentId?: string,
): Span => ({ id, kind, name: id, startMs, durationMs, ...(parentId && { parentId }) });

const aTrace = (traceId: string, spans: readonly Span[]): ReadTrace => ({
  traceId,
  kind: 'method',
  name: 'reports.weekly',
  at: 0,
  durationMs: 100,
  outcome: 'ok',
  kept: 'slow',
  keepRate: 1,
  spans,
  around: {},
  resource: aStatus().resource ?? ({} as never),
});

describe('readTraceFigures', () => {
  it('adds up what spans cover, once where they overlap, without the call and its run', async () => {
    const spans = [
      aSpan('root', 'method', 0, 100),
      aSpan('queue', 'queue', 0, 10, 'root'),
      aSpan('run', 'run', 10, 90, 'root'),
      aSpan('a', 'custom', 20, 20, 'run'),
      aSpan('b', 'db', 30, 20, 'a'),
      aSpan('inside b', 'db', 32, 2, 'b'),
      aSpan('late', 'custom', 90, 50, 'run'),
    ];
    const query = fakeQuery({}, {}, {}, { traces: [aTrace('1', spans)] });

    const [trace] = await readTraceFigures(query, { from: 1 });

    expect(trace).to.include({ name: 'reports.weekly', durationMs: 100, accountedMs: 50 });
    expect(trace?.spans.map(({ name, parent }) => [name, parent])).to.deep.equal([
      ['root', -1],
      ['queue', 0],
      ['run', 0],
      ['a', 2],
      ['b', 3],
      ['inside b', 4],
      ['late', 2],
    ]);
  });

  it('has a trace once that both questions find', async () => {
    const traces = [aTrace('1', []), aTrace('2', [])];
    const query = fakeQuery({}, {}, {}, { traces });

    expect(await readTraceFigures(query, { from: 1 })).to.have.length(2);
    expect(query.asked).to.deep.equal([
      { from: 1, order: 'slowest', limit: 10 },
      { from: 1, order: 'slowest', limit: 3, name: 'reports.weekly' },
    ]);
  });
});
