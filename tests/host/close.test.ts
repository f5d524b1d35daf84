import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HostOptions } from './host';
import { type Database, stores } from './mongo/stores';

const CASES: Pick<HostOptions, 'version' | 'driver'>[] = [
  { version: '3.3.2', driver: 'polling' },
  { version: '3.3.2', driver: 'oplog' },
  { version: '3.5', driver: 'changeStreams' },
];

for (const store of stores) {
  describe(`a process whose host is closed, with documents ${store.name}`, () => {
    let database: Database;
    let child: ChildProcess | undefined;

    beforeEach(async () => {
      database = await store.open(['items', 'users']);
    });

    afterEach(async () => {
      child?.kill('SIGKILL');
      await database.drop();
    });

    for (const options of CASES) {
      it(`ends by itself (Meteor ${options.version} by ${options.driver})`, async function () {
        this.timeout(20_000);
        const given = JSON.stringify({ ...options, env: database.env });
        child = fork(join(__dirname, 'closing-process.ts'), [given], {
          execArgv: ['--require', require.resolve('tsx/cjs')],
          silent: true,
        });
        let printed = '';
        child.stderr?.on('data', (chunk) => {
          printed += chunk;
        });
        const exited = once(child, 'exit');

        const [message] = await Promise.race([once(child, 'message'), exited]);
        const ended = await Promise.race([exited, refusalAfter(5000)]);

        expect(message, printed).to.equal('closed');
        expect(ended, printed).to.deep.equal([0, null]);
      });
    }
  });
}

function refusalAfter(ms: number): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('it still runs'), ms).unref();
  });
}
