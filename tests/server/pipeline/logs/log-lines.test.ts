import { expect } from 'chai';
import type { Invocation } from '../../../../common/invocation';
import type { MetricSample } from '../../../../common/sample';
import { createLogLines } from '../../../../server/pipeline/logs/log-lines';
import { anInvocation } from '../../../support/samples';

function someLines() {
  const drops: string[] = [];
  const samples: MetricSample[] = [];
  let running: Invocation | undefined;
  const lines = createLogLines({
    record: (sample) => samples.push(sample),
    drop: (reason) => drops.push(reason),
    context: { current: () => running },
    wallNow: () => 5,
  });
  const add = (message: string) => lines.add({ level: 'warn', from: 'console', message });
  return {
    lines,
    add,
    drops,
    samples,
    run: (invocation: Invocation) => {
      running = invocation;
    },
  };
}

describe('log lines', () => {
  it('are kept with what was running, and counted', () => {
    const { lines, add, samples, run } = someLines();

    add('a');
    run(anInvocation('method', 'tasks.add'));
    add('b');

    expect(lines.take()).to.deep.equal([
      { at: 5, level: 'warn', from: 'console', message: 'a' },
      { at: 5, level: 'warn', from: 'console', message: 'b', source: 'method', name: 'tasks.add' },
    ]);
    expect(samples).to.deep.equal(
      Array(2).fill({ kind: 'metric', metric: 'log.lines', dims: { level: 'warn' }, value: 1 }),
    );
    expect(lines.take()).to.deep.equal([]);
  });

  it('are the newest 1,000 of a window; others are counted as lost', () => {
    const { lines, add, drops, samples } = someLines();

    for (let at = 0; at < 1_000; at++) add(`${at}`);
    expect(drops).to.deep.equal([]);
    for (let at = 1_000; at < 3_500; at++) add(`${at}`);

    expect(drops).to.deep.equal(Array(2_500).fill('log-limit'));
    expect(samples).to.have.length(3_500);
    const taken = lines.take();
    expect(taken).to.have.length(1_000);
    expect([taken[0]?.message, taken[999]?.message]).to.deep.equal(['2500', '3499']);
    add('next');
    expect(lines.take().map(({ message }) => message)).to.deep.equal(['next']);
  });

  it('are no more than 256 KiB of a window', () => {
    const { lines, add, drops } = someLines();
    const perLine = 150 + 2 * 1_000;
    const fit = Math.floor((256 * 1024) / perLine);

    for (let at = 0; at < fit; at++) add('x'.repeat(1_000));
    expect(drops).to.deep.equal([]);
    add('x'.repeat(1_000));

    expect(drops).to.deep.equal(['log-limit']);
    expect(lines.take()).to.have.length(fit);
  });
});
