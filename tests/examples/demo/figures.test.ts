import { expect } from 'chai';
import { readFigures } from '../../../examples/demo/figures';
import { buildReport } from '../../../examples/demo/report';
import { scenarios } from '../../../examples/demo/scenarios';
import { fakeQuery } from './fake-query';

const rows = {
  'method.calls sum client': [
    ['tasks.add', 12],
    ['lists.count', 3],
  ],
  'method.calls sum client error': [['tasks.add', 2]],
  'method.calls sum client denied': [['tasks.add', 1]],
  'method.calls rate client': [['tasks.add', 1.5]],
  'method.duration p50 client': [['tasks.add', 4]],
  'method.duration p95 client': [['tasks.add', 8]],
  'method.duration p99 client': [['tasks.add', 9]],
  'method.queue p95 client': [['tasks.add', 1]],
  'method.fence p95 client': [['tasks.add', 11]],
  'method.resultBytes sum client': [['tasks.add', 600]],
  'method.calls sum server': [['reports.tick', 7]],
  'publication.subscribes sum': [
    ['lists.all', 5],
    ['null', 6],
  ],
  'publication.reruns sum': [['lists.all', 1]],
  'publication.ready p95': [['lists.all', 3]],
  'publication.initialDocs sum': [['lists.all', 40]],
  'publication.bytes sum': [['lists.all', 4_000]],
  'process.cpu sum': [['', 900]],
  'ddp.sessions max connected': [['', 5]],
} as const;

describe('readFigures', () => {
  it('gathers the calls of clients by method', async () => {
    const query = fakeQuery(rows);

    const { methods } = await readFigures(query, { from: 1 });

    expect(Object.keys(methods)).to.deep.equal(['lists.count', 'tasks.add']);
    expect(methods['tasks.add']).to.deep.equal({
      calls: 12,
      errors: 2,
      denied: 1,
      ratePerSecond: 1.5,
      p50: 4,
      p95: 8,
      p99: 9,
      queueP95: 1,
      fenceP95: 11,
      resultBytes: 600,
    });
  });

  it('leaves what was not measured open instead of calling it zero', async () => {
    const query = fakeQuery(rows);

    const { methods, process } = await readFigures(query, { from: 1 });

    expect(methods['lists.count']).to.include({ calls: 3, p50: undefined, fenceP95: undefined });
    expect(process).to.include({ cpuMs: 900, sessions: 5, rssBytes: undefined });
  });

  it('keeps calls by the server apart', async () => {
    const query = fakeQuery(rows);

    const { serverCalls } = await readFigures(query, { from: 1 });

    expect(serverCalls).to.have.all.keys('reports.tick');
    expect(serverCalls['reports.tick']?.calls).to.equal(7);
  });

  it('asks for the range it was given', async () => {
    const query = fakeQuery(rows);

    await readFigures(query, { from: 17, to: 23 });

    expect(query.asked.every(({ from, to }) => from === 17 && to === 23)).to.equal(true);
  });

  it('gives of the observers and findings what a reader needs, in their order', async () => {
    const observer = {
      owner: { kind: 'publication', name: 'tasks.byList' } as const,
      ...{ collection: 'tasks', shape: '{listId: ?}', driver: 'oplog' },
      ...{ share: 0.5, cpuMs: 450, evaluations: 90, useful: 9, handles: 4, multiplexers: 2 },
    };
    const rest = { duplicates: 0, orphans: 0, oldestMs: 1, created: 2, reused: 2, stopped: 0 };
    const counts = { fanout: 0, added: 0, changed: 0, removed: 0, initialDocs: 0 };
    const polled = { polls: 0, polledDocs: 0, fetches: 0 };
    const whatIf = { remove: { cpuMs: 450 }, mergeDuplicates: { cpuMs: 0 } };
    const finding = { kind: 'guilty', severity: 'critical', sentence: 'It is.' } as const;
    const query = fakeQuery(
      {},
      {},
      {
        observers: [{ ...observer, ...rest, ...counts, ...polled, whatIf }],
        findings: [{ ...finding, subject: { collection: 'tasks' }, evidence: {}, anchor: '#' }],
      },
    );

    const { load } = await readFigures(query, { from: 1 });

    expect(load.observers).to.deep.equal([observer]);
    expect(load.findings).to.deep.equal([{ ...finding, subject: { collection: 'tasks' } }]);
  });

  it('says of every hook only how it is', async () => {
    const hooks = { method: { state: 'ok' }, bytes: { state: 'off', reason: 'missing' } } as const;
    const query = fakeQuery(rows, { hooks, drops: { 'buffer-full': 2 } });

    const figures = await readFigures(query, { from: 1 });

    expect(figures.hooks).to.deep.equal({ method: 'ok', bytes: 'off' });
    expect(figures.drops).to.deep.equal({ 'buffer-full': 2 });
  });
});

describe('buildReport', () => {
  const sent = {
    methods: { 'tasks.add': 12, 'lists.count': 4, 'tasks.gone': 1 },
    publications: { 'lists.all': 5 },
  };

  it('puts what was sent beside what was recorded', async () => {
    const figures = await readFigures(fakeQuery(rows), { from: 1 });

    const report = buildReport(figures, sent, scenarios.healthy);

    expect(report.methods['tasks.add']).to.include({ sent: 12, calls: 12, p99: 9 });
    expect(report.methods['lists.count']).to.include({ sent: 4, calls: 3 });
    expect(report.publications['lists.all']).to.include({ sent: 5, subscribes: 5, docs: 40 });
  });

  it('shows what was sent and never recorded as zero calls', async () => {
    const figures = await readFigures(fakeQuery(rows), { from: 1 });

    const report = buildReport(figures, sent, scenarios.healthy);

    expect(report.methods['tasks.gone']).to.include({ sent: 1, calls: 0 });
  });

  it('says what the scenario planted, or that nothing was', async () => {
    const figures = await readFigures(fakeQuery(rows), { from: 1 });

    const [leak, healthy] = [scenarios.leak, scenarios.healthy].map((scenario) =>
      buildReport(figures, sent, scenario),
    );

    expect(leak?.scenario.planted).to.include({ collection: 'tasks', finding: 'leak' });
    expect(healthy?.scenario).to.deep.equal({ planted: null });
  });

  it('keeps what nobody asked for apart', async () => {
    const figures = await readFigures(fakeQuery(rows), { from: 1 });

    const report = buildReport(figures, sent, scenarios.healthy);

    expect(report.publications).to.have.all.keys('lists.all');
    expect(report.nullPublications).to.have.all.keys('null');
    expect(report.serverCalls).to.have.all.keys('reports.tick');
  });
});
