import { expect } from 'chai';
import { stackFrames } from '../../../../../client/dashboard/screens/errors/stack-frames';

describe('stackFrames', () => {
  it('reads function and place of each frame, and whose code it is', () => {
    const stack = [
      'TypeError: no list (really)',
      '    at TaskList.add (app/tasks.ts:42:17)',
      '    at app/start.ts:3:1',
      '    at MethodInvocation.apply [as run] (packages/ddp-server/livedata_server.js:1420:12)',
      '    at async next (/bundle/programs/server/npm/node_modules/express/index.js:10:3)',
      '    at node:internal/process/task_queues:95:5',
      '    at Array.map (<anonymous>)',
    ].join('\n');

    expect(stackFrames(stack)).to.deep.equal([
      { fn: 'TaskList.add', place: 'app/tasks.ts:42:17', isOwn: true },
      { fn: '', place: 'app/start.ts:3:1', isOwn: true },
      {
        fn: 'MethodInvocation.apply [as run]',
        place: 'packages/ddp-server/livedata_server.js:1420:12',
        isOwn: false,
      },
      {
        fn: 'async next',
        place: '/bundle/programs/server/npm/node_modules/express/index.js:10:3',
        isOwn: false,
      },
      { fn: '', place: 'node:internal/process/task_queues:95:5', isOwn: false },
      { fn: 'Array.map', place: '<anonymous>', isOwn: false },
    ]);
  });

  it('finds none in a message alone', () => {
    expect(stackFrames('Error: look at this\nat nothing'.replace('\nat', '\nthen'))).to.deep.equal(
      [],
    );
    expect(stackFrames('')).to.deep.equal([]);
  });

  it('reads two hundred, and no more', () => {
    const stackOf = (count: number) =>
      Array.from({ length: count }, (_, at) => `    at app/a.ts:${at}:1`).join('\n');

    expect(stackFrames(stackOf(200))).to.have.lengthOf(200);
    expect(stackFrames(stackOf(201))).to.have.lengthOf(200);
  });

  it('is quick with text that looks like a stack and is none', () => {
    const text = `at ${'('.repeat(5_000)}${'a) ('.repeat(2_000)}`;

    expect(stackFrames(text)).to.have.lengthOf(1);
  }).timeout(1_000);
});
