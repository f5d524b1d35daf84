import { expect } from 'chai';
import { readCgroup } from '../../../../server/instruments/process/cgroup';

const files =
  (given: Readonly<Record<string, string>>) =>
  (path: string): string | undefined =>
    given[path];

describe('readCgroup', () => {
  it('reads quota, throttling and memory limit of version 2', () => {
    const read = files({
      '/sys/fs/cgroup/cgroup.controllers': 'cpu memory',
      '/sys/fs/cgroup/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/cpu.stat': 'usage_usec 9\nnr_throttled 3\nthrottled_usec 2500\n',
      '/sys/fs/cgroup/memory.max': '536870912\n',
    });

    expect(readCgroup(read)).to.deep.equal({
      cpuQuota: 1.5,
      throttledMs: 2.5,
      memoryLimit: 536_870_912,
    });
  });

  it('prefers the group of the process where it is not the root', () => {
    const read = files({
      '/sys/fs/cgroup/cgroup.controllers': '',
      '/proc/self/cgroup': '0::/system.slice/app.service\n',
      '/sys/fs/cgroup/system.slice/app.service/cpu.max': '50000 100000\n',
      '/sys/fs/cgroup/cpu.max': 'max 100000\n',
    });

    expect(readCgroup(read).cpuQuota).to.equal(0.5);
  });

  it('takes "max" as no limit', () => {
    const read = files({
      '/sys/fs/cgroup/cgroup.controllers': '',
      '/sys/fs/cgroup/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/memory.max': 'max\n',
    });

    expect(readCgroup(read)).to.deep.equal({
      cpuQuota: undefined,
      throttledMs: undefined,
      memoryLimit: undefined,
    });
  });

  it('reads version 1', () => {
    const read = files({
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 1\nnr_throttled 1\nthrottled_time 3000000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1073741824\n',
    });

    expect(readCgroup(read)).to.deep.equal({
      cpuQuota: 2,
      throttledMs: 3,
      memoryLimit: 1_073_741_824,
    });
  });

  it('takes -1 and the huge default of version 1 as no limit', () => {
    const read = files({
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    });

    expect(readCgroup(read)).to.deep.equal({
      cpuQuota: undefined,
      throttledMs: undefined,
      memoryLimit: undefined,
    });
  });

  it('knows nothing where there is no cgroup', () => {
    expect(readCgroup(() => undefined)).to.deep.equal({
      cpuQuota: undefined,
      throttledMs: undefined,
      memoryLimit: undefined,
    });
  });
});
