import { expect } from 'chai';
import { createAsynchronousQueue } from './asynchronous-queue';
import { createDynamics } from './dynamics';
import type { HostVersion } from './versions';

const nothing = async () => {};

for (const version of ['3.0.4', '3.1.2', '3.3.2'] as HostVersion[]) {
  describe(`the task queue of Meteor ${version}`, () => {
    function aQueue() {
      const dynamics = createDynamics(version);
      // In 3.0 the first variable of all, which the package `check` has, is never bound.
      new dynamics.EnvironmentVariable();
      const printed: unknown[] = [];
      const Queue = createAsynchronousQueue(dynamics, version, (_message, error) => {
        printed.push(error);
      });
      return { queue: new Queue(), dynamics, printed };
    }

    it('runs one task after the other, in order', async () => {
      const { queue } = aQueue();
      const steps: string[] = [];
      const task = (name: string) => async () => {
        steps.push(`${name} starts`);
        await nothing();
        steps.push(`${name} ends`);
      };

      queue.queueTask(task('a'));
      queue.queueTask(task('b'));
      await queue.runTask(task('c'));

      expect(steps).to.deep.equal([
        'a starts',
        'a ends',
        'b starts',
        'b ends',
        'c starts',
        'c ends',
      ]);
    });

    it('does not run a task in the turn that queues it', () => {
      const { queue } = aQueue();
      let ran = false;

      queue.queueTask(() => {
        ran = true;
      });

      expect(ran).to.equal(false);
    });

    it('rejects runTask with what the task threw, and goes on', async () => {
      const { queue } = aQueue();
      const failure = new Error('no');

      const thrown = await queue
        .runTask(() => {
          throw failure;
        })
        .catch((error: unknown) => error);
      await queue.flush();

      expect(thrown).to.equal(failure);
    });

    it('prints what a queued task threw', async () => {
      const { queue, printed } = aQueue();
      const failure = new Error('no');
      queue.queueTask(() => {
        throw failure;
      });

      await queue.flush();

      expect(printed).to.include(failure);
    });

    it('drains what tasks add meanwhile', async () => {
      const { queue } = aQueue();
      const ran: number[] = [];
      queue.queueTask(() => {
        ran.push(1);
        queue.queueTask(() => ran.push(2));
      });

      await queue.drain();
      await queue.flush();

      expect(ran).to.deep.equal([1, 2]);
      expect(queue._taskHandles.isEmpty()).to.equal(true);
    });

    it('keeps the environment of the caller for one kind of task only', async () => {
      const { queue, dynamics } = aQueue();
      const variable = new dynamics.EnvironmentVariable<string>();
      const seen: Record<string, unknown> = {};

      await variable.withValue('set', async () => {
        queue.queueTask(() => {
          seen.queued = variable.get();
        });
        await queue.runTask(() => {
          seen.ran = variable.get();
        });
      });

      const bindsRun = version === '3.0.4';
      expect(seen).to.deep.equal(
        bindsRun ? { queued: undefined, ran: 'set' } : { queued: 'set', ran: undefined },
      );
    });
  });
}
