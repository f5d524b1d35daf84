import { expect } from 'chai';
import { driverRows } from '../../../../../client/dashboard/screens/observers/driver-rows';
import { aReported } from './a-report';

describe('driverRows', () => {
  it('add up observers of one collection, driver and reason; those that poll come first', () => {
    const polling = { driver: 'polling', driverReason: 'LIMIT_NO_SORT', collection: 'reports' };
    const rows = driverRows([
      aReported({ handles: 2, multiplexers: 1, cpuMs: 500 }),
      aReported({ ...polling, handles: 1, multiplexers: 1, cpuMs: 1 }),
      aReported({ ...polling, shape: '{} limit', handles: 3, multiplexers: 2, cpuMs: 2 }),
      aReported({ ...polling, driverReason: 'ORDERED', handles: 1, multiplexers: 1, cpuMs: 9 }),
    ]);

    expect(rows).to.deep.equal([
      {
        collection: 'reports',
        driver: 'polling',
        reason: 'ORDERED',
        handles: 1,
        multiplexers: 1,
        cpuMs: 9,
      },
      {
        collection: 'reports',
        driver: 'polling',
        reason: 'LIMIT_NO_SORT',
        handles: 4,
        multiplexers: 3,
        cpuMs: 3,
      },
      { collection: 'tasks', driver: 'oplog', handles: 2, multiplexers: 1, cpuMs: 500 },
    ]);
  });
});
