import { expect } from 'chai';
import {
  operationAdvice,
  ownerText,
  poolAdvice,
  streamAdvice,
  writeAdvice,
} from '../../../../../client/dashboard/screens/database/database-advice';
import {
  operationRows,
  poolRows,
  streamRows,
  writeRows,
} from '../../../../../client/dashboard/screens/database/database-rows';
import { anAnswer } from '../../an-answer';

const find = { collection: 'tasks', command: 'find' };

describe('what to do about the database', () => {
  it('is to look at what takes its time', () => {
    const rows = operationRows({
      sum: anAnswer([
        [find, 900],
        [{ collection: 'lists', command: 'insert' }, 100],
      ]),
    });

    expect(operationAdvice(rows).join()).to.contain('find on tasks has 90 %');
    expect(operationAdvice([])).to.deep.equal([]);
  });

  it('is to look at who writes most', () => {
    const rows = writeRows({
      docs: anAnswer([
        [{ collection: 'tasks', op: 'update', owner: 'method:tasks.add' }, 3],
        [{ collection: 'tasks', op: 'insert', owner: 'none' }, 1],
      ]),
    });

    expect(writeAdvice(rows).join()).to.contain('method tasks.add writes 75 %');
  });

  it('tells of changes that are late, skipped, or lost', () => {
    const dims = { collection: 'tasks' };
    const adviceOn = (reads: Parameters<typeof streamRows>[0]) =>
      streamAdvice(streamRows(reads)).join();

    expect(adviceOn({ skipped: anAnswer([[dims, 12]]) })).to.contain('skipped 12 entries');
    expect(adviceOn({ historyLost: anAnswer([[dims, 1]]) })).to.contain('too short');
    expect(adviceOn({ oplogLag: anAnswer([[dims, 1_000]]) })).to.contain('up to 1 s late');
    expect(adviceOn({ streamLag: anAnswer([[dims, 2_000]]) })).to.contain('up to 2 s late');
    expect(adviceOn({ oplogLag: anAnswer([[dims, 999]]) })).to.contain('in time');
    expect(adviceOn({})).to.contain('in time');
  });

  it('is to have more connections only where operations wait', () => {
    const dims = { pool: 'a' };
    const adviceOn = (reads: Parameters<typeof poolRows>[0]) => poolAdvice(poolRows(reads)).join();

    expect(adviceOn({ waitingMax: anAnswer([[dims, 1]]) })).to.contain('maxPoolSize');
    expect(adviceOn({ checkoutP95: anAnswer([[dims, 50]]) })).to.contain('maxPoolSize');
    expect(adviceOn({ failed: anAnswer([[dims, 1]]) })).to.contain('maxPoolSize');
    expect(
      adviceOn({ size: anAnswer([[dims, 9]]), checkoutP95: anAnswer([[dims, 49]]) }),
    ).to.contain('No operation waits');
  });

  it('names who writes', () => {
    expect(ownerText('method:a:b')).to.equal('method a:b');
    expect(ownerText('http:GET /a')).to.equal('HTTP GET /a');
    expect(ownerText('none')).to.equal('Code outside of any call');
    expect(ownerText('_OTHER')).to.equal('_OTHER');
  });
});
