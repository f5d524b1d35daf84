import { expect } from 'chai';
import { cleanFile, ownFrame } from '../../../../server/pipeline/errors/own-frame';
import { framesOf } from '../../../../server/pipeline/errors/stack-frames';

const frameOf = (...lines: string[]) => {
  const stack = `Error: x\n${lines.map((line) => `    at ${line}`).join('\n')}`;
  return ownFrame(framesOf({ stack, message: 'x' }, 'x'), '/app');
};

describe('ownFrame', () => {
  const foreign = [
    'node:internal/process/task_queues:95:5',
    'run (/app/node_modules/mongodb/lib/x.js:1:1)',
    'apply (packages/ddp-server/livedata_server.js:1:1)',
    'apply (/built/programs/server/packages/ddp-server.js:1:1)',
    'MethodInvocation.x (packages/radiant:agent/server/x.ts:1:1)',
    'Object.<anonymous> (/built/programs/server/boot.js:1:1)',
    'Array.map (<anonymous>)',
    'native',
    'data:text/javascript,secret:1:1',
  ];

  it('is the innermost that is the app’s', () => {
    expect(
      frameOf(...foreign, 'add (/app/imports/tasks.ts:12:3)', 'b (/app/b.ts:1:1)'),
    ).to.deep.equal({
      frame: 'imports/tasks.ts:12',
      place: 'imports/tasks.ts add',
    });
  });

  it('is none where all are foreign', () => {
    expect(frameOf(...foreign)).to.equal(undefined);
  });

  it('may be of a package that is not Meteor’s', () => {
    expect(frameOf(...foreign, 'x (packages/acme_billing.js:9:1)')?.frame).to.equal(
      'packages/acme_billing.js:9',
    );
  });

  for (const line of [
    'MethodInvocation.tasks.add (app/server/main.js:5:6)',
    'async Object.add [as run] (app/server/main.js:7:6)',
    'new add (app/server/main.js:5:6)',
  ]) {
    it(`has the same place in ${line}`, () => {
      expect(frameOf(line)?.place).to.equal('app/server/main.js add');
    });
  }

  it('shows files without where the app is installed', () => {
    const files = [
      '/opt/bundle/programs/server/app/app.js',
      'file:///app/server/x.mjs',
      'webpack://todos/./imports/x.ts',
      'meteor://💻app/imports/x.ts',
      '/elsewhere/x.js',
    ];

    expect(files.map((file) => cleanFile(file, '/app'))).to.deep.equal([
      'app/app.js',
      'server/x.mjs',
      'imports/x.ts',
      'imports/x.ts',
      '/elsewhere/x.js',
    ]);
  });
});

describe('framesOf', () => {
  it('reads 30 frames', () => {
    const stack = (count: number) =>
      `Error: x${Array.from({ length: count }, (_, at) => `\n    at f (/a.js:${at}:1)`).join('')}`;

    expect(framesOf({ stack: stack(30) }, 'x')).to.have.length(30);
    expect(framesOf({ stack: stack(31) }, 'x')).to.have.length(30);
  });

  it('drops what loaders add to files, and names that are not of code', () => {
    const stack = 'Error: x\n    at a b@c.d (file:///a.js?token=abc:1:2)';

    expect(framesOf({ stack }, 'x')).to.deep.equal([
      { fn: '<anonymous>', file: 'file:///a.js', line: 1, column: 2 },
    ]);
  });

  it('finds the frames when the message was changed after the error was made', () => {
    const error = new Error('before\nnext line');
    error.message = 'after';

    const frames = framesOf(error, 'after');

    expect(frames[0]?.file).to.include('own-frame.test');
  });
});
