import { expect } from 'chai';
import { createQuery, type Fetch } from '../../../examples/demo/query';

function recordingFetch(status: number, text: string) {
  const calls: Array<readonly [url: string, headers: Readonly<Record<string, string>>]> = [];
  const fetch: Fetch = async (url, { headers }) => {
    calls.push([url, headers]);
    return { status, text: async () => text };
  };
  return { fetch, calls };
}

describe('createQuery', () => {
  it('puts a question into the address', async () => {
    const { fetch, calls } = recordingFetch(200, '{"rows":[]}');
    const query = createQuery({ url: 'http://app', fetch });

    await query.read({
      metric: 'method.duration',
      stat: 'p95',
      from: '-60s',
      by: ['name', 'outcome'],
      dims: { origin: 'client' },
    });

    expect(calls.map(([url]) => decodeURIComponent(url))).to.deep.equal([
      'http://app/_radiant/api/v1/read?metric=method.duration&stat=p95&from=-60s&by=name,outcome&dims.origin=client',
    ]);
  });

  it('shows its token, if it has one', async () => {
    const { fetch, calls } = recordingFetch(200, '{}');

    await createQuery({ url: 'http://app', fetch, token: 'secret' }).status();
    await createQuery({ url: 'http://app', fetch }).status();

    expect(calls.map(([, headers]) => headers)).to.deep.equal([
      { authorization: 'Bearer secret' },
      {},
    ]);
  });

  it('rejects with what the server said', async () => {
    const { fetch } = recordingFetch(400, 'no such metric');
    const query = createQuery({ url: 'http://app', fetch });

    const outcome = await query.status().catch(String);

    expect(outcome).to.contain('status answered 400: no such metric');
  });
});
