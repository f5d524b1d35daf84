import { expect } from 'chai';
import { isOwnFile } from '../../common/own-file';

describe('isOwnFile', () => {
  it('takes files of the app, and of packages that are not Meteor’s', () => {
    for (const file of ['app/imports/tasks.ts', 'tasks.js', 'packages/acme_billing.js']) {
      expect(isOwnFile(file), file).to.equal(true);
    }
  });

  it('refuses those of Meteor, of npm packages, of Node, and what is no file', () => {
    const others = [
      ...['packages/ddp-server/livedata_server.js', 'packages/mongo.js', 'boot.js'],
      ...['npm/node_modules/express/lib/router.js', 'node:internal/process/task_queues'],
      ...['<anonymous>', 'native', ''],
    ];
    for (const file of others) expect(isOwnFile(file), file).to.equal(false);
  });
});
