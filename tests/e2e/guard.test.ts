import { expect } from 'chai';
import { type RunningApp, startApp } from '../../examples/demo/start-app';
import { describeLocally } from './target';

const TOKEN = 'a-token-of-the-end-to-end-tests';

// Whether a server that somebody else runs is in production is not known here.
describeLocally('the guard, in production', () => {
  let app: RunningApp;

  before(async () => {
    app = await startApp({
      version: '3.3.2',
      driver: 'polling',
      port: 0,
      development: false,
      settings: { radiant: { api: { token: TOKEN } } },
    });
  });

  after(() => app?.stop());

  const ask = async (path: string, authorization?: string) => {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const response = await fetch(`${app.url}/_radiant/api/v1/${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };

  for (const path of ['status', 'read?metric=method.calls&stat=sum', 'metrics', 'resources']) {
    it(`tells nothing about ${path} without a token`, async () => {
      const { status, text } = await ask(path);

      expect(status).to.equal(401);
      expect(text).not.to.match(/method|todos|3\.3\.2/);
    });
  }

  it('refuses a wrong token', async () => {
    const { status } = await ask('status', `Bearer ${TOKEN}x`);

    expect(status).to.equal(401);
  });

  it('answers with the right one', async () => {
    const { status, text } = await ask('status', `Bearer ${TOKEN}`);

    expect(status).to.equal(200);
    expect(JSON.parse(text)).to.include({ running: true });
  });
});
