import { atLeast } from '../meteor/versions';
import type { Internals } from './internals';
import type { FenceCallback, Write, WriteFence } from './server-types';

type Needs = Pick<Internals, 'version' | 'DDPServer' | 'Meteor'>;

const TOO_LATE = 'fence has already activated -- too late to';

/**
 * The class of write fences. A fence fires once it is armed and no write is
 * outstanding; its before-fire callbacks may add writes and so put it off. They
 * run one after the other up to 3.1.0, all at once from 3.1.1.
 */
export function createWriteFence({ version, DDPServer, Meteor }: Needs): new () => WriteFence {
  async function invoke(fence: WriteFence, callback: FenceCallback): Promise<void> {
    try {
      await callback(fence);
    } catch (error) {
      Meteor._debug('exception in write fence callback:', error);
    }
  }

  // In turn, nothing is awaited when there is nothing to run: the fence then
  // fires within the call that armed it. All at once, it never does.
  function* inTurn(fence: WriteFence, callbacks: FenceCallback[]): Generator<Promise<unknown>> {
    for (let next = callbacks.shift(); next; next = callbacks.shift()) yield invoke(fence, next);
  }

  function* atOnce(fence: WriteFence, callbacks: FenceCallback[]): Generator<Promise<unknown>> {
    yield Promise.all(callbacks.splice(0).map((callback) => invoke(fence, callback)));
  }

  const steps = atLeast(version, '3.1.1') ? atOnce : inTurn;

  return class {
    armed = false;
    fired = false;
    retired = false;
    outstanding_writes = 0;
    before_fire_callbacks: FenceCallback[] = [];
    completion_callbacks: FenceCallback[] = [];

    beginWrite(): Write {
      if (this.retired) return { committed() {} };
      if (this.fired) throw new Error(`${TOO_LATE} add writes`);
      this.outstanding_writes++;
      let committed = false;
      return {
        committed: async () => {
          if (committed) throw new Error('committed called twice on the same write');
          committed = true;
          this.outstanding_writes--;
          await this._maybeFire();
        },
      };
    }

    arm(): Promise<void> {
      if ((this as unknown) === DDPServer._getCurrentFence()) {
        throw Error("Can't arm the current fence");
      }
      this.armed = true;
      return this._maybeFire();
    }

    onBeforeFire(func: FenceCallback): void {
      if (this.fired) throw new Error(`${TOO_LATE} add a callback`);
      this.before_fire_callbacks.push(func);
    }

    onAllCommitted(func: FenceCallback): void {
      if (this.fired) throw new Error(`${TOO_LATE} add a callback`);
      this.completion_callbacks.push(func);
    }

    async _armAndWait(): Promise<unknown> {
      const fired = new Promise((resolve) => {
        this.onAllCommitted(resolve);
      });
      await this.arm();
      return fired;
    }

    async armAndWait(): Promise<unknown> {
      return this._armAndWait();
    }

    async _maybeFire(): Promise<void> {
      if (this.fired) throw new Error('write fence already activated?');
      if (!this.armed || this.outstanding_writes > 0) return;
      this.outstanding_writes++;
      for (const step of steps(this, this.before_fire_callbacks)) await step;
      this.outstanding_writes--;
      if (this.outstanding_writes > 0) return;
      this.fired = true;
      const callbacks = this.completion_callbacks;
      this.completion_callbacks = [];
      for (const step of steps(this, callbacks)) await step;
    }

    retire(): void {
      if (!this.fired) throw new Error("Can't retire a fence that hasn't fired.");
      this.retired = true;
    }
  };
}
