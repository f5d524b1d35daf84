import { createHash } from 'node:crypto';
import { expect } from 'chai';
import WebSocket from 'ws';
import { createHost, type Host } from './host';
import type { HostVersion } from './meteor/versions';
import { until } from './mongo/fixture';

type Frame = Record<string, unknown> & {
  readonly error?: { error: unknown; reason: string };
  readonly result?: { id: string; token: string; type: string; tokenExpires: unknown };
};

const VERSIONS: HostVersion[] = ['3.0.4', '3.3.2'];

for (const version of VERSIONS) {
  describe(`accounts on Meteor ${version}`, () => {
    let host: Host;
    let port: number;

    beforeEach(async () => {
      host = createHost({ version, latencyMs: 0, log: () => {} });
      host.Meteor.methods({
        async whoAmI() {
          const user = (await host.Accounts?.user()) as { username: string } | null;
          return { id: host.Accounts?.userId(), name: user?.username };
        },
      });
      ({ port } = await host.listen());
    });

    afterEach(() => host.close());

    const aUser = (username = 'ann') =>
      host.Accounts?.createUserAsync({ username, password: 'pw' });

    it('logs in with a password and knows who calls', async () => {
      const id = await aUser();
      const client = await aClient(port);

      const { result } = await client.call('login', { user: { username: 'ann' }, password: 'pw' });
      const me = await client.call('whoAmI');

      expect(result).to.include({ id, type: 'password' });
      expect(me.result).to.deep.equal({ id, name: 'ann' });
      client.close();
    });

    it('takes a password as the digest that clients send', async () => {
      const id = await aUser();
      const client = await aClient(port);
      const digest = createHash('sha256').update('pw').digest('hex');

      const { result } = await client.call('login', {
        user: { username: 'ann' },
        password: { digest, algorithm: 'sha-256' },
      });

      expect(result).to.include({ id });
      client.close();
    });

    it('refuses a wrong password without saying what is wrong', async () => {
      await aUser();
      const client = await aClient(port);
      const failures: unknown[] = [];
      host.Accounts?.onLoginFailure((attempt) => failures.push(attempt.type));

      const wrong = await client.call('login', { user: { username: 'ann' }, password: 'no' });
      const unknown = await client.call('login', { user: { username: 'bob' }, password: 'pw' });

      expect(wrong.error).to.include({ error: 403 });
      expect(unknown.error).to.deep.equal(wrong.error);
      expect(failures).to.deep.equal(['password', 'password']);
      client.close();
    });

    it('logs in again with the token it gave, until logout', async () => {
      await aUser();
      const first = await aClient(port);
      const { result } = await first.call('login', { user: { username: 'ann' }, password: 'pw' });
      const second = await aClient(port);

      const resumed = await second.call('login', { resume: result?.token });
      await second.call('logout');
      const third = await aClient(port);
      const late = await third.call('login', { resume: result?.token });

      expect(resumed.result).to.include({ id: result?.id, type: 'resume' });
      expect(late.error).to.include({ error: 403 });
      for (const client of [first, second, third]) client.close();
    });

    it('closes connections whose token was removed', async () => {
      const id = await aUser();
      const client = await aClient(port);
      await client.call('login', { user: { username: 'ann' }, password: 'pw' });
      const closed = client.closed();
      await client.call('whoAmI');

      await host.external('updateOne', 'users', [
        { _id: id },
        { $set: { 'services.resume.loginTokens': [] } },
      ]);

      await closed;
    });

    it('creates a user for a client and logs it in', async () => {
      const client = await aClient(port);

      const { result } = await client.call('createUser', { username: 'eve', password: 'pw' });
      const me = await client.call('whoAmI');
      const twice = await client.call('createUser', { username: 'eve', password: 'pw' });

      expect(me.result).to.deep.equal({ id: result?.id, name: 'eve' });
      expect(twice.error).to.include({ error: 403, reason: 'Username already exists.' });
      client.close();
    });

    it('tells onLogin and onLogout', async () => {
      await aUser();
      const client = await aClient(port);
      const told: unknown[] = [];
      host.Accounts?.onLogin(({ type, allowed }) => told.push(['in', type, allowed]));
      host.Accounts?.onLogout(({ user }) => told.push(['out', (user as Frame).username]));

      await client.call('login', { user: { username: 'ann' }, password: 'pw' });
      await client.call('logout');

      expect(told).to.deep.equal([
        ['in', 'password', true],
        ['out', 'ann'],
      ]);
      client.close();
    });

    it('publishes the current user, without secrets, to the client', async () => {
      const id = await aUser();
      const client = await aClient(port);

      await client.call('login', { user: { username: 'ann' }, password: 'pw' });
      const added = () => client.frames.filter(({ msg }) => msg === 'added');
      await until(() => added().length > 0);

      expect(added()).to.deep.equal([
        { msg: 'added', collection: 'users', id, fields: { username: 'ann' } },
      ]);
      client.close();
    });

    it('allows five attempts in ten seconds', async () => {
      const client = await aClient(port);
      const attempt = () => client.call('login', { user: { username: 'x' }, password: 'y' });

      const errors: unknown[] = [];
      for (let count = 0; count < 6; count++) errors.push((await attempt()).error?.error);

      expect(errors).to.deep.equal([403, 403, 403, 403, 403, 'too-many-requests']);
      client.close();
    });
  });
}

describe('Meteor.userId', () => {
  it('throws outside of methods and publications', async () => {
    const host = createHost({ version: '3.3.2', log: () => {} });

    expect(() => host.Accounts?.userId()).to.throw('can only be invoked in method calls');
    await host.close();
  });
});

/** A DDP client that has connected. */
async function aClient(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/websocket`);
  const frames: Frame[] = [];
  const waiting = new Map<string, (frame: Frame) => void>();
  let nextId = 1;
  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw)) as Frame;
    frames.push(frame);
    const key = frame.msg === 'connected' ? 'connected' : `${frame.msg} ${frame.id}`;
    waiting.get(key)?.(frame);
  });
  const send = (frame: object) => socket.send(JSON.stringify(frame));
  const frameOf = (key: string) => new Promise<Frame>((resolve) => waiting.set(key, resolve));

  await new Promise((resolve) => socket.once('open', resolve));
  const connected = frameOf('connected');
  send({ msg: 'connect', version: '1', support: ['1'] });
  await connected;

  return {
    frames,
    call(method: string, ...params: unknown[]): Promise<Frame> {
      const id = String(nextId++);
      send({ msg: 'method', id, method, params });
      return frameOf(`result ${id}`);
    },
    closed: () => new Promise((resolve) => socket.once('close', resolve)),
    close: () => socket.terminate(),
  };
}
