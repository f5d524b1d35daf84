import { expect } from 'chai';
import type { StandardSchema } from '../../../client/analytics/check-event';
import { until } from '../../host/mongo/fixture';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

/** Properties must have a text as `listId`. */
const hasList: StandardSchema = {
  '~standard': {
    validate: (value) =>
      typeof (value as { listId?: unknown }).listId === 'string'
        ? {}
        : { issues: [{ message: `${JSON.stringify(value)} has none`, path: [{ key: 'listId' }] }] },
  },
};

async function clientWith(schema: StandardSchema, isDevelopment = true) {
  const browser = fakeBrowser();
  browser.network.answerAll();
  const client = await startedClient(browser, { parts: { meteor: { isDevelopment } } });
  client.api.configure({ schemas: { 'Task Added': schema } });
  return {
    ...client,
    browser,
    /** `import()` takes turns of its own. */
    async checked() {
      if (isDevelopment) await until(() => client.warnings.length > 0);
      await browser.clock.advance(5_000);
    },
  };
}

describe('schemas of events', () => {
  it('are asked in development: a warning for each name once, and every event goes out', async () => {
    const { api, browser, warnings, checked } = await clientWith(hasList);
    void api.track('Task Added', { listId: 1 });
    void api.track('Task Added');
    void api.track('Task Added', { listId: 'l1' });
    void api.track('Other');
    void api.page('Task Added');
    await checked();

    expect(warnings).to.deep.equal([
      'Task Added is not what its schema says: listId: {"listId":1} has none',
    ]);
    expect(browser.network.events()).to.have.length(5);
  });

  it('may answer later, or fail', async () => {
    const later = await clientWith({
      '~standard': { validate: async () => ({ issues: [{ message: 'too late' }] }) },
    });
    void later.api.track('Task Added');
    await later.checked();
    const failing = await clientWith({
      '~standard': {
        validate() {
          throw new Error('broken');
        },
      },
    });
    void failing.api.track('Task Added');
    await failing.checked();

    expect(later.warnings).to.deep.equal(['Task Added is not what its schema says: too late']);
    expect(failing.warnings).to.deep.equal([
      'Task Added is not what its schema says: it cannot be asked (Error: broken)',
    ]);
    expect(failing.browser.network.events()).to.deep.equal(['Task Added']);
  });

  it('are not asked in production', async () => {
    let asked = 0;
    const schema: StandardSchema = {
      '~standard': {
        validate() {
          asked++;
          return {};
        },
      },
    };
    const { api, checked } = await clientWith(schema, false);
    void api.track('Task Added', { listId: 1 });
    await checked();

    expect(asked).to.equal(0);
  });
});
