import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { createDelivery } from '../../server/delivery';
import { aBatch } from '../support/a-batch';
import { fakeRecorder } from '../support/fake-recorder';

function aDelivery() {
  const steps: string[] = [];
  let sequence = 0;
  let closing: { readonly batch: Batch; readonly resolve: (batch: Batch) => void } | undefined;
  const next = () => {
    sequence++;
    return aBatch({ id: `${sequence}`, sequences: [sequence, sequence] });
  };
  const delivery = createDelivery({
    window: {
      close: () =>
        new Promise((resolve) => {
          closing = { batch: next(), resolve };
        }),
      closeNow: () => (closing ? [closing.batch, next()] : [next()]),
    },
    outbox: {
      put: ({ id }) => steps.push(`put ${id}`),
      drain: async (ms) => {
        steps.push(`drain ${ms}`);
      },
      save: async (ms) => {
        steps.push(`save ${ms}`);
      },
      settled: async () => {
        steps.push('settled');
      },
    },
    cpu: fakeRecorder().recorder.cpu,
    isStopped: () => false,
  });
  return { delivery, steps, closed: () => closing?.resolve(closing.batch) };
}

describe('delivery', () => {
  it('hands a window over that was being closed when the process was told to end, once', async () => {
    const { delivery, steps, closed } = aDelivery();
    const flushing = delivery.flush();

    await delivery.deliver(2_000);
    closed();
    await flushing;

    expect(steps).to.deep.equal(['put 1', 'put 2', 'drain 2000', 'save 500', 'settled']);
    expect(delivery.batches).to.equal(2);
  });

  it('leaves the disk half a second of the three it may take', async () => {
    const { delivery, steps } = aDelivery();

    await delivery.deliver(3_000);

    expect(steps.slice(1)).to.deep.equal(['drain 2500', 'save 500']);
  });
});
