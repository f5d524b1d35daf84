import { expect } from 'chai';
import {
  operationRows,
  poolRows,
  streamRows,
  writeRows,
} from '../../../../../client/dashboard/screens/database/database-rows';
import { anAnswer } from '../../an-answer';

describe('rows of the database', () => {
  it('have no errors where operations were seen and none failed', () => {
    const find = { collection: 'tasks', command: 'find' };
    const write = { collection: 'tasks', op: 'insert', owner: 'none' };

    const [operation] = operationRows({ rate: anAnswer([[find, 2]]), sum: anAnswer([[find, 9]]) });
    const [written] = writeRows({ count: anAnswer([[write, 2]]) });

    expect(operation?.values).to.deep.equal({ rate: 2, sum: 9, errors: 0 });
    expect(operation?.impact).to.equal(1);
    expect(written?.values).to.deep.equal({ count: 2, errors: 0 });
    expect(written?.impact).to.equal(undefined);
  });

  it('keep what streams do not have apart from what they did not do', () => {
    const [row] = streamRows({ entries: anAnswer([[{ collection: 'tasks' }, 5]]) });

    expect(row?.values).to.deep.equal({ entries: 5, skipped: 0 });
  });

  it('have no failures where a pool was seen', () => {
    const rows = poolRows({
      size: anAnswer([[{ pool: 'a' }, 5]]),
      failed: anAnswer([[{ pool: 'b' }, 1]]),
    });

    expect(rows.map(({ values }) => values.failed)).to.deep.equal([0, 1]);
  });
});
