import { expect } from 'chai';
import {
  instrumentProcess,
  type ProcessSource,
} from '../../../../server/instruments/process/instrument-process';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';

function aSource(given: Partial<ProcessSource> = {}): ProcessSource {
  return {
    cpuUsage: () => ({ user: 0, system: 0 }),
    memoryUsage: () => ({ rss: 1, heapTotal: 2, heapUsed: 3, external: 4, arrayBuffers: 5 }),
    heapLimit: () => 6,
    uptimeMs: () => 7,
    cores: () => 2,
    utilization: () => ({ idle: 0, active: 0, utilization: 0.25 }),
    readFile: () => undefined,
    ...given,
  };
}

const options = { eventLoopResolutionMs: 20 };

describe('instrumentProcess', () => {
  it('tells CPU time since the last window, and its share of what the cores grant', () => {
    const usage = { user: 5_000_000, system: 1_000_000 };
    const source = aSource({ cpuUsage: () => ({ ...usage }) });
    const { recorder, samples, tick, collect } = fakeRecorder();
    const undo = instrumentProcess(recorder, { ...options, source });

    tick(10_000);
    usage.user += 4_000_000;
    usage.system += 1_000_000;
    collect();
    undo();

    expect(metricValue(samples, 'process.cpu', { mode: 'user' })).to.equal(4_000);
    expect(metricValue(samples, 'process.cpu', { mode: 'system' })).to.equal(1_000);
    expect(metricValue(samples, 'process.cpuQuota')).to.equal(2);
    expect(metricValue(samples, 'process.cpuShare')).to.equal(0.25);
  });

  it('measures the share against the quota of the cgroup, and tells throttling once it grew', () => {
    let throttledUs = 1_000_000;
    const source = aSource({
      cpuUsage: () => ({ user: 0, system: 0 }),
      readFile: (path) =>
        ({
          '/sys/fs/cgroup/cgroup.controllers': '',
          '/sys/fs/cgroup/cpu.max': '50000 100000',
          '/sys/fs/cgroup/cpu.stat': `throttled_usec ${throttledUs}`,
          '/sys/fs/cgroup/memory.max': '1000',
        })[path],
    });
    const { recorder, samples, tick, collect } = fakeRecorder();
    const undo = instrumentProcess(recorder, { ...options, source });

    tick(1_000);
    collect();
    expect(metricValue(samples, 'process.cpuThrottled')).to.equal(undefined);
    tick(1_000);
    throttledUs += 30_000;
    collect();
    undo();

    expect(metricValue(samples, 'process.cpuThrottled')).to.equal(30);
    expect(metricValue(samples, 'process.memoryLimit')).to.equal(2_000); // told twice
  });

  it('tells memory, heap limit, uptime and utilisation as they are', () => {
    const { recorder, samples, collect } = fakeRecorder();
    const undo = instrumentProcess(recorder, { ...options, source: aSource() });

    collect();
    undo();

    const told = [
      'rss',
      'heapTotal',
      'heapUsed',
      'external',
      'arrayBuffers',
      'heapLimit',
      'uptime',
    ];
    expect(told.map((name) => metricValue(samples, `process.${name}`))).to.deep.equal([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(metricValue(samples, 'process.eventLoopUtilization')).to.equal(0.25);
    expect(metricValue(samples, 'process.memoryLimit')).to.equal(undefined);
  });

  it('tells nothing more once it is taken out', () => {
    const { recorder, samples, collect, collectorCount } = fakeRecorder();
    instrumentProcess(recorder, options)();

    collect();

    expect(samples).to.deep.equal([]);
    expect(collectorCount()).to.equal(0);
  });

  it('sees a blocked event loop and every pause of the garbage collector', async function () {
    this.timeout(5_000);
    const { recorder, samples, collect } = fakeRecorder();
    const undo = instrumentProcess(recorder, { eventLoopResolutionMs: 5 });
    await new Promise((resolve) => setTimeout(resolve, 30)); // the monitor's timer is a real one

    const blockedUntil = performance.now() + 100;
    const garbage: unknown[] = [];
    while (performance.now() < blockedUntil) garbage.push(new Array(1_000));
    garbage.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 30));
    await settle();
    collect();
    undo();

    const delays = samples.flatMap((sample) =>
      sample.kind === 'metric' && sample.metric === 'process.eventLoopDelay' ? [sample.value] : [],
    );
    expect(Math.max(...delays)).to.be.within(60, 1_000);
    expect(Math.min(...delays)).to.be.at.least(0);
    expect(metricValue(samples, 'process.gc')).to.be.greaterThan(0);
  });
});
