import { expect } from 'chai';
import type { Status } from '../../../common/status';
import { nextFlush } from '../../../examples/demo/flush';
import type { Query } from '../../../examples/demo/query';
import { aStatus } from './fake-query';

/** A status per question, the last one for ever; a clock that the pauses wind. */
function scripted(statuses: ReadonlyArray<Partial<Status>>) {
  let asked = 0;
  let time = 0;
  const notAsked = () => Promise.reject(new Error('not asked here'));
  const query: Query = {
    read: notAsked,
    observers: notAsked,
    findings: notAsked,
    traces: notAsked,
    status: async () => {
      const status = statuses[Math.min(asked, statuses.length - 1)];
      asked += 1;
      return aStatus(status);
    },
  };
  const clock = {
    now: () => time,
    pause: async (ms: number) => {
      time += ms;
    },
  };
  return { query, clock, asked: () => asked };
}

const sink = (waitingBatches: number) =>
  ({ memory: { state: 'ok', waitingBytes: 0, waitingBatches, delivered: 0 } }) as const;

describe('nextFlush', () => {
  it('waits for one more window to be closed', async () => {
    const { query, clock, asked } = scripted([{ batches: 4 }, { batches: 4 }, { batches: 5 }]);

    await nextFlush(query, { deadlineMs: 1_000, ...clock });

    expect(asked()).to.equal(3);
  });

  it('waits until the sink that is read has taken the batch', async () => {
    const { query, clock, asked } = scripted([
      { batches: 4, backend: 'memory' },
      { batches: 5, backend: 'memory', sinks: sink(1) },
      { batches: 5, backend: 'memory', sinks: sink(0) },
    ]);

    await nextFlush(query, { deadlineMs: 1_000, ...clock });

    expect(asked()).to.equal(3);
  });

  it('gives up after its deadline', async () => {
    const { query, clock } = scripted([{ batches: 4 }]);

    const outcome = await nextFlush(query, { deadlineMs: 1_000, ...clock }).catch(String);

    expect(outcome).to.contain('flushed nothing for 1000 ms');
  });
});
