import { expect } from 'chai';
import { createSliceLog } from '../../../server/cpu/slice-log';

describe('the log of slices', () => {
  it('knows who had the CPU at a time, and when nobody did', () => {
    const log = createSliceLog(100);
    log.add(3, 10, 20);
    log.add(4, 20, 25);
    log.add(3, 40, 41);

    const at = [9.9, 10, 19.9, 20.1, 25, 30, 40.5, 41.1].map((time) => log.at(time));

    expect(at).to.deep.equal([undefined, 3, 3, 4, 4, undefined, 3, undefined]);
  });

  it('takes slices of one account that follow each other closely for one', () => {
    const log = createSliceLog(1);
    for (let slice = 0; slice < 1_000; slice++) log.add(7, slice * 0.1, slice * 0.1 + 0.06);

    expect([log.at(50.08), log.isFull]).to.deep.equal([7, false]);
  });

  it('is full when there is no room, and keeps what it has', () => {
    const log = createSliceLog(10_000);
    for (let slice = 0; slice < 10_000; slice++) log.add(slice, slice, slice + 0.5);
    expect(log.isFull).to.equal(false);

    log.add(1, 10_000, 10_001);

    expect([log.isFull, log.at(9_999.1), log.at(10_000.5)]).to.deep.equal([true, 9_999, undefined]);
  });
});
