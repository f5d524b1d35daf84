import { expect } from 'chai';
import {
  operationColumns,
  poolColumns,
  streamColumns,
  writeColumns,
} from '../../../../client/dashboard/screens/database/database-columns';
import { httpColumns } from '../../../../client/dashboard/screens/http/http-columns';
import { jobColumns } from '../../../../client/dashboard/screens/jobs/job-columns';
import { methodColumns } from '../../../../client/dashboard/screens/methods/method-columns';
import { publicationColumns } from '../../../../client/dashboard/screens/publications/publication-columns';

interface Described {
  readonly name: string;
  readonly help?: string;
  readonly isText?: boolean;
}

const tables: Readonly<Record<string, readonly Described[]>> = {
  ...{ operationColumns, writeColumns, streamColumns, poolColumns },
  ...{ in: httpColumns.in, out: httpColumns.out },
  ...{ jobColumns, methodColumns, publicationColumns },
};

describe('the columns of the breakdowns', () => {
  for (const [table, columns] of Object.entries(tables)) {
    it(`begin with a name, and say what their figures mean (${table})`, () => {
      const [first] = columns;
      const unexplained = columns.filter(({ isText, help }) => !isText && !help);

      expect(first?.isText).to.equal(true);
      expect(unexplained.map(({ name }) => name)).to.deep.equal([]);
      expect(new Set(columns.map(({ name }) => name)).size).to.equal(columns.length);
    });
  }
});
