import { type ChildProcess, spawn } from 'node:child_process';
import { expect } from 'chai';
import type { Report } from '../../examples/demo/report';
import { describeLocally } from './target';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// The demo starts a server of its own.
describeLocally('the demo', () => {
  const started: ChildProcess[] = [];

  const run = (args: readonly string[], onOutput?: (text: string, child: ChildProcess) => void) =>
    new Promise<Ended>((resolve, reject) => {
      const command = ['--require', 'tsx/cjs', 'examples/demo/main.ts', ...args];
      const child = spawn(process.execPath, command);
      started.push(child);
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        onOutput?.(stdout, child);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });

  after(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  it('prints exactly what the bots sent, and how long it took, as one JSON object', async () => {
    const { code, stdout, stderr } = await run(['--seconds', '3', '--json', '--bots', '4']);

    expect(code, stderr).to.equal(0);
    const report = JSON.parse(stdout) as Report;
    const methods = Object.entries(report.methods);
    const publications = Object.entries(report.publications);
    expect(methods.length).to.be.at.least(6);
    expect(publications.length).to.be.at.least(3);
    for (const [name, { sent, calls, p50, p95, p99, queueP95, fenceP95, resultBytes }] of methods) {
      expect(calls, name).to.equal(sent);
      expect(p50, name).to.be.at.most(p95 ?? Number.NaN);
      expect(p95, name).to.be.at.most(p99 ?? Number.NaN);
      expect([queueP95, fenceP95, resultBytes], name).to.satisfy((all: unknown[]) =>
        all.every((value) => typeof value === 'number'),
      );
    }
    for (const [name, { sent, subscribes, readyP95, docs, bytes }] of publications) {
      expect(subscribes, name).to.equal(sent);
      expect(readyP95, name).to.be.greaterThan(0);
      expect([docs, bytes], name).to.satisfy((all: unknown[]) =>
        all.every((value) => typeof value === 'number'),
      );
    }
    expect(report.publications['lists.all']?.docs).to.be.greaterThan(0);
    expect(report.methods['tasks.fail']?.errors).to.equal(report.methods['tasks.fail']?.sent);
    expect(new Set(Object.values(report.hooks))).to.deep.equal(new Set(['ok']));
    expect(report.drops).to.deep.equal({});
    expect(report.traces).not.to.deep.equal([]);
    expect(report.traces.map(({ durationMs }) => durationMs)).to.satisfy(isDescending);
    expect(report.scenario).to.deep.equal({ planted: null });
    const owners = report.observers.map(({ owner }) => owner.name);
    expect(owners).to.include.members(['lists.all', 'tasks.counts', 'tasks.byList']);
    expect(report.observers.map(({ cpuMs }) => cpuMs)).to.satisfy(isDescending);
    expect(report.coverage.evaluations).to.equal(report.coverage.expected);
  });

  it('shows its table until Ctrl-C and then ends well', async () => {
    let interrupted = false;
    const { code, stdout, stderr } = await run(['--bots', '2'], (text, child) => {
      if (interrupted || !/publication +subs/.test(text)) return;
      interrupted = true;
      child.kill('SIGINT');
    });

    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/method +per s +p50/);
  });

  it('says what it planted, and that Radiant found it', async () => {
    const scenario = ['--scenario', 'duplicates'];
    const { code, stdout, stderr } = await run(['--seconds', '5', '--json', ...scenario]);

    expect(code, stderr).to.equal(0);
    const { scenario: told, observers, findings } = JSON.parse(stdout) as Report;
    const { owner, collection, shape, finding } = told.planted ?? {};
    expect(
      observers.map(({ cpuMs, ...one }) => [one.owner.name, one.collection, one.shape]),
    ).to.deep.include([owner?.name, collection, shape]);
    const found = findings.find(({ kind }) => kind === finding);
    expect(found?.subject.owner).to.deep.equal(owner);
    expect(found?.sentence).to.contain(owner?.name);
  });

  it('refuses a scenario that there is not, and says which there are', async () => {
    const { code, stderr } = await run(['--scenario', 'perfect']);

    expect(code).to.equal(2);
    expect(stderr).to.contain('healthy, guilty, leak, duplicates, polling, not "perfect"');
  });

  it('refuses what it does not know, and says what it takes', async () => {
    const { code, stderr } = await run(['--sekonds', '4']);

    expect(code).to.equal(2);
    expect(stderr).to.contain('--sekonds').and.to.contain('--seconds N');
  });
});

function isDescending(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value <= (values[at - 1] ?? 0));
}
