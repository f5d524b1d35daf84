import { expect } from 'chai';
import { createAnswer } from '../../common/read-answer';
import { checkQuery } from '../../common/read-query';
import { type Tally, tallyOf } from '../../common/tally';
import { aResource, aSeries } from '../support/a-batch';

const query = checkQuery({
  metric: 'method.run',
  stat: 'p50',
  by: ['name'],
  from: 0,
  to: 60_000,
});

const dims = (name: string) => ({ name, origin: 'client' });
const values = (...list: number[]) => tallyOf(aSeries('method.run', dims('a'), list), 10_000);
const withoutBuckets = ({ count, sum, max }: Tally): Tally => ({ count, sum, max });

/** An answer in steps of 20 s to windows of 10 s, each with tallies by name. */
function answerTo(...windows: ReadonlyArray<Readonly<Record<string, Tally>>>) {
  const builder = createAnswer(query, 20_000);
  windows.forEach((tallies, at) => {
    const from = at * 10_000;
    builder.window({ resource: aResource(), from, to: from + 10_000, at: from + 5_000 });
    for (const [name, tally] of Object.entries(tallies)) builder.series(dims(name), tally);
  });
  builder.close();
  return builder;
}

describe('createAnswer', () => {
  it('puts windows of one step together', () => {
    const answer = answerTo({ a: values(1, 2) }, { a: values(3) }, { a: values(7) }).finish();

    expect(answer.rows).to.have.length(1);
    expect(answer.rows[0]?.points.map(([at]) => at)).to.deep.equal([0, 20_000]);
    expect(answer.rows[0]?.points[0]?.[1]).to.be.closeTo(2, 0.03);
    expect(answer.rows[0]?.points[1]?.[1]).to.equal(7);
  });

  it('has no quantile in a step where some of the values came without buckets', () => {
    const builder = answerTo({ a: values(1) }, { a: withoutBuckets(values(2)) }, { a: values(7) });

    expect(builder.finish().rows[0]?.points).to.deep.equal([[20_000, 7]]);
    expect(builder.lacking).to.equal(1);
  });

  it('leaves out a row without any point, and says that it lacks', () => {
    const builder = answerTo({ a: withoutBuckets(values(1)), b: values(5) });

    expect(builder.finish().rows.map((row) => row.dims)).to.deep.equal([{ name: 'b' }]);
    expect(builder.lacking).to.equal(1);
  });

  it('does not lack what had no values', () => {
    const builder = answerTo({ a: withoutBuckets(values()), b: values(5) });

    expect(builder.lacking).to.equal(0);
  });
});
