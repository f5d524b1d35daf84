import { expect } from 'chai';
import type { Invocation } from '../../../common/invocation';
import { createAccounts } from '../../../server/cpu/accounts';
import { createSliceHooks } from '../../../server/cpu/slice-hooks';
import { createStopwatch } from '../../../server/pipeline/stopwatch';
import { fakeHooks } from '../../support/fake-hooks';
import { anInvocation } from '../../support/samples';

function setUp() {
  let time = 0;
  let current: Invocation | undefined;
  const failures: unknown[] = [];
  const fake = fakeHooks();
  const context = { current: () => current };
  const cpu = createStopwatch(
    () => time,
    () => undefined,
  );
  const accounts = createAccounts({ context, limit: 100 });
  const { createHook } = fake;
  const failed = (error: unknown) => failures.push(error);
  return {
    ...{ cpu, accounts, failures, fake },
    hooks: createSliceHooks({ createHook, cpu, context, failed }),
    tick: (ms: number) => {
      time += ms;
    },
    runs: (invocation: Invocation | undefined) => {
      current = invocation;
    },
    /** What each has, in milliseconds. */
    booked: () =>
      Object.fromEntries(
        accounts.all
          .filter(({ sliceMs }) => sliceMs > 0)
          .map(({ label, sliceMs }) => [`${label.owner}:${label.name}`, sliceMs]),
      ),
  };
}

const never = () => {
  throw new Error('not full');
};

describe('the hooks of slices', () => {
  it('are not installed unless they are wanted', () => {
    const { hooks, accounts, fake } = setUp();

    expect(fake.enabled()).to.equal(0);
    hooks.open(accounts, 100, never);
    expect([fake.enabled(), hooks.isOpen]).to.deep.equal([1, true]);
    hooks.close();
    expect([fake.enabled(), hooks.isOpen]).to.deep.equal([0, false]);
  });

  it('book each slice to the invocation it belongs to', () => {
    const { hooks, accounts, fake, tick, runs, booked } = setUp();
    hooks.open(accounts, 100, never);

    runs(anInvocation('method', 'a'));
    fake.slice(() => tick(2));
    tick(50); // nothing runs
    runs(anInvocation('publication', 'b'));
    fake.slice(() => tick(3));
    runs(undefined);
    fake.slice(() => tick(4));

    expect(booked()).to.deep.equal({ 'method:a': 2, 'publication:b': 3, 'unattributed:': 4 });
    expect(hooks.close()).to.equal(3);
  });

  it('leave to an owner with a turn of its own what is its', () => {
    const { hooks, accounts, cpu, fake, tick, runs, booked } = setUp();
    const call = anInvocation('method', 'a');
    hooks.open(accounts, 100, never);

    runs(undefined);
    fake.slice(() => {
      tick(1);
      runs(call);
      cpu.enter(call.work);
      tick(5);
      cpu.leave();
      runs(undefined);
      tick(1);
    });

    expect(booked()).to.deep.equal({ 'method:a': 5, 'unattributed:': 2 });
    expect(call.work.cpuMs).to.equal(5);
  });

  it('say that they are full at the slice of the limit, and may be closed then', () => {
    const { hooks, accounts, fake, tick } = setUp();
    let calls = 0;
    hooks.open(accounts, 3, () => {
      calls++;
      hooks.close();
    });

    fake.slice();
    fake.slice();
    expect(calls).to.equal(0);
    fake.slice(() => tick(1));
    fake.slice();

    expect([calls, fake.enabled()]).to.deep.equal([1, 0]);
  });

  it('book nothing any more once they are closed', () => {
    const { hooks, accounts, cpu, tick, runs, booked } = setUp();
    const call = anInvocation('method', 'a');
    runs(call);
    hooks.open(accounts, 100, never);
    hooks.close();

    cpu.enter(call.work);
    tick(5);
    cpu.leave();

    expect(booked()).to.deep.equal({});
  });

  it('keep an error of theirs from the app', () => {
    const { hooks, accounts, fake, failures } = setUp();
    hooks.open(accounts, 1, () => {
      throw new Error('broken');
    });

    fake.slice();

    expect(failures).to.have.length(1);
  });

  it('close without having been opened', () => {
    expect(setUp().hooks.close()).to.equal(0);
  });
});
