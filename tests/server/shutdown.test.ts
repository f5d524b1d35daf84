import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { deliverAtShutdown, type ShutdownProcess } from '../../server/shutdown';
import { handClock, settle } from '../support/hand-clock';

/** A process that notes which signals it was sent, and may die of them. */
class StandIn extends EventEmitter implements ShutdownProcess {
  readonly pid = 42;
  readonly raised: string[] = [];
  __signal_exit_emitter__?: { readonly count: number };

  kill(pid: number, signal: string): void {
    expect(pid).to.equal(42);
    this.raised.push(signal);
    this.emit(signal);
  }
}

function aShutdown(process = new StandIn()) {
  const clock = handClock();
  const open: Array<() => void> = [];
  const undo = deliverAtShutdown({
    process,
    deliver: () => new Promise((resolve) => open.push(resolve)),
    after: clock.timers.after,
  });
  return { process, clock, undo, open };
}

describe('deliverAtShutdown', () => {
  it('raises the signal again once all is delivered, where nobody else listens', async () => {
    const { process, open } = aShutdown();

    process.emit('SIGTERM');
    await settle();
    expect(process.raised).to.deep.equal([]);
    open[0]?.();
    await settle();

    expect(process.raised).to.deep.equal(['SIGTERM']);
    expect(process.listenerCount('SIGTERM')).to.equal(0);
    expect(open).to.have.length(1);
  });

  it('waits three seconds, and no longer', async () => {
    const { process, clock } = aShutdown();

    process.emit('SIGINT');
    await clock.advance(2_999);
    expect(process.raised).to.deep.equal([]);
    await clock.advance(1);

    expect(process.raised).to.deep.equal(['SIGINT']);
  });

  it('raises it at once when it comes a second time', async () => {
    const { process } = aShutdown();

    process.emit('SIGTERM');
    process.emit('SIGTERM');

    expect(process.raised).to.deep.equal(['SIGTERM']);
  });

  it('leaves the process to whoever listens, even if only once and before', async () => {
    for (const listen of ['on', 'once', 'prependOnceListener'] as const) {
      const process = new StandIn();
      let heard = 0;
      process[listen]('SIGTERM', () => {
        heard++;
      });
      const { open } = aShutdown(process);

      process.emit('SIGTERM');
      open[0]?.();
      await settle();

      expect(heard, listen).to.equal(1);
      expect(open, listen).to.have.length(1);
      expect(process.raised, listen).to.deep.equal([]);
    }
  });

  it('delivers again at a second signal, where others listen', async () => {
    const { process, open } = aShutdown();
    process.on('SIGTERM', () => undefined);

    process.emit('SIGTERM');
    open[0]?.();
    await settle();
    process.emit('SIGTERM');

    expect(open).to.have.length(2);
  });

  it('takes listeners that only wait for the others to be gone for none', async () => {
    const { process, open } = aShutdown();
    let died = false;
    process.__signal_exit_emitter__ = { count: 1 };
    process.on('SIGTERM', () => {
      died = process.listenerCount('SIGTERM') === 1;
    });

    process.emit('SIGTERM');
    expect(died).to.equal(false);
    open[0]?.();
    await settle();

    expect(died).to.equal(true);
  });

  it('listens again when the process outlives the signal', async () => {
    const { process, clock, open } = aShutdown();
    process.emit('SIGTERM');
    open[0]?.();
    await clock.advance(1_000);

    process.emit('SIGTERM');

    expect(open).to.have.length(2);
  });

  it('raises a signal once for several copies, when the last is done', async () => {
    const first = aShutdown();
    const second = aShutdown(first.process);

    first.process.emit('SIGTERM');
    first.open[0]?.();
    await settle();
    expect(first.process.raised).to.deep.equal([]);
    second.open[0]?.();
    await settle();

    expect(first.process.raised).to.deep.equal(['SIGTERM']);
  });

  it('delivers once when the event loop is empty', async () => {
    const { process, open } = aShutdown();

    process.emit('beforeExit');
    open[0]?.();
    await settle();
    process.emit('beforeExit');

    expect(open).to.have.length(1);
    expect(process.raised).to.deep.equal([]);
  });

  it('keeps the process alive no longer than the delivery takes', async () => {
    const { process, clock, open } = aShutdown();

    process.emit('beforeExit');
    expect(clock.pending()).to.deep.equal([3_000]);
    open[0]?.();
    await settle();

    expect(clock.pending()).to.deep.equal([]);
  });

  it('takes a failed delivery for the end of it', async () => {
    const process = new StandIn();
    deliverAtShutdown({ process, deliver: () => Promise.reject(new Error('no')) });

    process.emit('SIGTERM');
    await settle();

    expect(process.raised).to.deep.equal(['SIGTERM']);
  });

  it('takes every listener out again, but does not swallow a signal it held back', async () => {
    const { process, clock, undo, open } = aShutdown();
    process.emit('SIGTERM');

    undo();
    expect(process.eventNames()).to.deep.equal([]);
    open[0]?.();
    await clock.advance(10_000);

    expect(process.raised).to.deep.equal(['SIGTERM']);
    expect(process.eventNames()).to.deep.equal([]);
  });
});
