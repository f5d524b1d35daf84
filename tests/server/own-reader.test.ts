import { expect } from 'chai';
import { ownInvocation } from '../../common/own-invocation';
import { ownReader } from '../../server/own-reader';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { memorySink } from '../../server/sinks/memory';

const range = { from: 0, to: 1 };
const reads = {
  read: { ...range, metric: 'ddp.connects', stat: 'sum' },
  observers: range,
  traces: range,
  errors: range,
  logs: range,
  events: range,
  analytics: { ...range, report: 'top-pages' },
  forget: { userId: 'ann' },
  resources: range,
} as const;

describe('ownReader', () => {
  const context = createInvocationContext();

  for (const [name, query] of Object.entries(reads)) {
    it(`gives what the reader gives, and has it ask its backend as Radiant (${name})`, async () => {
      const { reader } = memorySink();
      const seen: unknown[] = [];
      const observed = new Proxy(reader, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            seen.push(context.current());
            return Reflect.apply(value, target, args);
          };
        },
      });

      const own = ownReader(observed, context);
      const answer = await own[name as 'read'](query as never);

      expect(seen).to.deep.equal([ownInvocation]);
      expect(answer).to.deep.equal(await reader[name as 'read'](query as never));
      expect(own.capabilities).to.deep.equal(reader.capabilities);
    });
  }

  it('rejects as the reader does', async () => {
    const query = { ...reads.read, metric: 'nothing' as 'ddp.connects' };

    const error = await ownReader(memorySink().reader, context)
      .read(query)
      .catch((reason: unknown) => reason);

    expect(error).to.have.property('code', 'read-invalid');
  });
});
