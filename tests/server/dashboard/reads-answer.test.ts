import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import type { Reader, ReadQuery } from '../../../common/reader';
import { answerReads, mostReads } from '../../../server/dashboard/reads-answer';

const nowMs = 1_700_000_000_000;

/** Answers with the metric and the statistic it was asked for. */
function aReader(read: (query: ReadQuery) => unknown = ({ metric, stat }) => ({ metric, stat })) {
  const queries: ReadQuery[] = [];
  let under = 0;
  let most = 0;
  const reader = {
    read: async (query: ReadQuery) => {
      queries.push(query);
      most = Math.max(most, ++under);
      await new Promise((done) => setImmediate(done));
      under--;
      return read(query);
    },
  } as unknown as Reader;
  return { reader, queries, mostAtOnce: () => most };
}

function paramsOf(reads: readonly string[], shared: Record<string, string> = {}) {
  const params = new URLSearchParams(shared);
  for (const read of reads) params.append('read', read);
  return params;
}

async function refusalOf(params: URLSearchParams): Promise<RadiantError> {
  try {
    await answerReads(aReader().reader, params, nowMs);
  } catch (error) {
    if (error instanceof RadiantError) return error;
    throw error;
  }
  throw new Error('it was answered');
}

describe('answers to several reads', () => {
  it('come in the order of the reads, with what is given for all', async () => {
    const { reader, queries } = aReader();
    const params = paramsOf(
      ['metric=method.run&stat=p95&by=name,origin&dims.name=a%26b', 'metric=method.db&stat=sum'],
      { from: '1000', to: '61000', 'resource.release': '1.4.0' },
    );

    const { answers } = await answerReads(reader, params, nowMs);

    expect(answers).to.deep.equal([
      { metric: 'method.run', stat: 'p95' },
      { metric: 'method.db', stat: 'sum' },
    ]);
    const shared = { from: 1000, to: 61_000, resource: { release: '1.4.0' } };
    expect(queries).to.deep.equal([
      {
        ...{ metric: 'method.run', stat: 'p95', ...shared },
        ...{ by: ['name', 'origin'], dims: { name: 'a&b' } },
      },
      { metric: 'method.db', stat: 'sum', ...shared, by: [], dims: {} },
    ]);
  });

  it('say of each why it was refused, and give the others', async () => {
    const { reader } = aReader();
    const params = paramsOf(['metric=method.run&stat=p95', 'metric=method.calls&stat=p95', 'x=1']);

    const { answers } = await answerReads(reader, params, nowMs);

    const messages = answers.map((answer) => ('error' in answer ? answer.error.message : 'given'));
    expect(messages[0]).to.equal('given');
    expect(messages[1]).to.contain('accepted: for method.calls, a counter: rate, sum');
    expect(messages[2]).to.contain('there is no parameter "x"');
  });

  it('refuse what is given both for one and for all', async () => {
    const params = paramsOf(['metric=method.run&stat=p95&from=1'], { from: '0' });

    const { answers } = await answerReads(aReader().reader, params, nowMs);

    expect(JSON.stringify(answers)).to.contain('came more than once');
  });

  it('fail together when the store fails', async () => {
    const { reader } = aReader(() => {
      throw new Error('the store is gone');
    });

    const failure = await answerReads(
      reader,
      paramsOf(['metric=method.run&stat=p95']),
      nowMs,
    ).catch((error: Error) => error);

    expect(failure).to.have.property('message', 'the store is gone');
  });

  it(`are at most ${mostReads}, four at a time`, async () => {
    const read = 'metric=method.run&stat=p95';
    const { reader, queries, mostAtOnce } = aReader();

    await answerReads(reader, paramsOf(new Array(mostReads).fill(read)), nowMs);

    expect(queries).to.have.length(mostReads);
    expect(mostAtOnce()).to.equal(4);
    const tooMany = await refusalOf(paramsOf(new Array(mostReads + 1).fill(read)));
    expect(tooMany.message).to.contain(`1 to ${mostReads}`);
    expect((await refusalOf(paramsOf([]))).code).to.equal('read-invalid');
  });
});
