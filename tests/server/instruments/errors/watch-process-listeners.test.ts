import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { watchProcess } from '../../../../server/instruments/errors/watch-process';
import { fakeRecorder } from '../../../support/fake-recorder';
import { anInvocation } from '../../../support/samples';

const events = ['uncaughtExceptionMonitor', 'unhandledRejection', 'newListener', 'removeListener'];
const counts = (emitter: EventEmitter) => events.map((event) => emitter.listenerCount(event));

describe('watchProcess, as to its listeners', () => {
  it('listens to rejections only while the app does', () => {
    const process = new EventEmitter();
    const listener = () => undefined;
    watchProcess(process, fakeRecorder().recorder);

    const before = process.listenerCount('unhandledRejection');
    process.on('unhandledRejection', listener);
    process.on('unhandledRejection', listener);
    const meanwhile = process.listenerCount('unhandledRejection');
    process.off('unhandledRejection', listener);
    process.off('unhandledRejection', listener);

    expect([before, meanwhile]).to.deep.equal([0, 3]);
    expect(process.listenerCount('unhandledRejection')).to.equal(0);
  });

  it('leaves with all of them, however often it was put in', () => {
    const process = new EventEmitter();
    process.on('unhandledRejection', () => undefined);
    const before = counts(process);
    const undoFirst = watchProcess(process, fakeRecorder().recorder);
    const undoSecond = watchProcess(process, fakeRecorder().recorder);

    undoFirst();
    undoSecond();
    undoSecond();

    expect(counts(process)).to.deep.equal(before);
  });

  it('does not take another agent’s listener for one of the app’s', () => {
    const process = new EventEmitter();
    const listener = () => undefined;
    const records = [fakeRecorder(), fakeRecorder()];
    for (const { recorder } of records) watchProcess(process, recorder);

    process.on('unhandledRejection', listener);
    process.emit('unhandledRejection', new Error('x'));
    process.off('unhandledRejection', listener);

    expect(records.map(({ sightings }) => sightings.length)).to.deep.equal([1, 1]);
    expect(process.listenerCount('unhandledRejection')).to.equal(0);
  });

  it('tells the call that runs, but not one that is over', () => {
    const process = new EventEmitter();
    const { recorder, sightings } = fakeRecorder();
    watchProcess(process, recorder);
    const live = anInvocation('method', 'a');

    for (const invocation of [live, { ...live, ended: true }]) {
      recorder.context.run(invocation, process.emit, process, [
        'uncaughtExceptionMonitor',
        new Error('x'),
        'uncaughtException',
      ] as never);
    }

    expect(sightings.map(({ invocation }) => invocation)).to.deep.equal([live, undefined]);
  });
});
