import { expect } from 'chai';
import type { Figures } from '../../../examples/demo/figures';
import { createScreen } from '../../../examples/demo/screen';
import { tableLines } from '../../../examples/demo/table';

const figures: Figures = {
  methods: {
    'tasks.add': {
      calls: 12,
      errors: 2,
      denied: 1,
      ratePerSecond: 1.5,
      p50: 4,
      p95: 8.25,
      p99: 9,
      queueP95: 1,
      fenceP95: undefined,
      resultBytes: 600,
    },
  },
  serverCalls: {},
  traces: [],
  publications: {
    'lists.all': { subscribes: 5, reruns: 1, readyP95: 3, docs: 40, bytes: 4_000 },
  },
  load: {
    observers: [
      {
        owner: { kind: 'publication', name: 'tasks.byList' },
        collection: 'tasks',
        shape: '{listId: ?}',
        driver: 'oplog',
        share: 0.125,
        cpuMs: 112.5,
        evaluations: 1_000,
        useful: 2.5,
        handles: 6,
        multiplexers: 1 / 3,
      },
      {
        owner: { kind: 'none', name: '' },
        collection: 'lists',
        shape: '{}',
        driver: 'HomeGrown',
        share: undefined,
        cpuMs: 1,
        evaluations: undefined,
        useful: undefined,
        handles: 1,
        multiplexers: 1,
      },
    ],
    findings: [{ kind: 'leak', severity: 'warning', subject: {}, sentence: 'It leaks.' }],
    coverage: { evaluations: 98, expected: 100, ratio: 0.98, collections: {} },
  },
  process: {
    cpuMs: 900,
    cpuShare: 0.25,
    rssBytes: 120_000_000,
    heapUsedBytes: 40_000_000,
    eventLoopDelayP99: 12,
    eventLoopUtilization: 0.3,
    gcMs: 5,
    sessions: 4,
  },
  hooks: { method: 'ok', bytes: 'degraded' },
  drops: { 'buffer-full': 3 },
};

describe('tableLines', () => {
  it('has a row per method and publication, aligned under its head', () => {
    const lines = tableLines(figures, 200);

    expect(lines.slice(0, 2)).to.deep.equal([
      'method     per s  p50  p95  queue p95  fence p95  errors  denied',
      'tasks.add    1.5  4.0  8.3        1.0          -       2       1',
    ]);
    expect(lines.slice(3, 5)).to.deep.equal([
      'publication  subs  reruns  ready p95  docs   kB',
      'lists.all       5       1        3.0    40  4.0',
    ]);
  });

  it('ranks the observers, and says what is not known', () => {
    const lines = tableLines(figures, 200);

    expect(lines.slice(6, 10)).to.deep.equal([
      'observer                            driver   CPU     ms  looks  useful  handles  drivers',
      'tasks.byList: tasks {listId: ?}      oplog  13 %  112.5   1000     2.5        6      0.3',
      '(the app): lists {}              HomeGrown     -    1.0      ?       ?        1        1',
      '98 % of the evaluations that had to be were counted',
    ]);
  });

  it('shows what was found', () => {
    const lines = tableLines(figures, 200);

    expect(lines).to.include('warning leak: It leaks.');
  });

  it('shows the process, what is impaired and what was lost', () => {
    const text = tableLines(figures, 200).join('\n');

    expect(text).to.contain('CPU 25 %');
    expect(text).to.contain('hook bytes is degraded');
    expect(text).not.to.contain('hook method');
    expect(text).to.contain('dropped 3: buffer-full');
  });

  it('cuts lines at the width of the screen', () => {
    const lines = tableLines(figures, 20);

    expect(Math.max(...lines.map((line) => line.length))).to.equal(20);
  });
});

describe('createScreen', () => {
  const written = (isTTY: boolean, times: number) => {
    const texts: string[] = [];
    const screen = createScreen({ isTTY, write: (text) => texts.push(text) });
    for (let time = 0; time < times; time += 1) screen.show(['one', 'two']);
    return texts;
  };

  it('replaces the lines on a terminal', () => {
    const [first, second] = written(true, 2);

    expect(first).to.equal('\u001b[2J\u001b[Hone\u001b[K\ntwo\u001b[K\n\u001b[J');
    expect(second).to.equal('\u001b[Hone\u001b[K\ntwo\u001b[K\n\u001b[J');
  });

  it('writes plain lines now and then where there is no terminal', () => {
    const texts = written(false, 11);

    expect(texts).to.deep.equal(['one\ntwo\n\n', 'one\ntwo\n\n']);
  });
});
