import { expect } from 'chai';
import type { Host } from '../host';
import { aHost, aSocket, settled } from './fixture';
import type { ResumableSession, Subscription } from './types';

describe('sessions of 3.5', () => {
  let host: Host;

  beforeEach(() => {
    host = aHost('3.5');
    host.Meteor.server.options.disconnectGracePeriod = 60_000;
  });

  afterEach(() => host.close());

  const resume = (session: ResumableSession, receivedCount = session.sentCount) =>
    aSocket(host, { session: session.id, receivedCount });

  function park(): ResumableSession {
    const { session } = aSocket(host);
    session.close();
    return session as ResumableSession;
  }

  it('are parked when the socket goes without a goodbye', () => {
    const session = park();

    expect(host.Meteor.server.sessions.has(session.id)).to.equal(true);
    expect([session.socket, session.inQueue === null]).to.deep.equal([null, false]);
  });

  it('end at once when the client said goodbye', async () => {
    const socket = aSocket(host);
    const { session } = socket;
    let closed = 0;
    session.connectionHandle.onClose(() => closed++);

    socket.receive({ msg: 'disconnect' });
    session.close();
    await settled();

    expect([host.Meteor.server.sessions.size, closed]).to.deep.equal([0, 1]);
  });

  it('end at once when the server closes the connection', () => {
    aSocket(host).session.connectionHandle.close();

    expect(host.Meteor.server.sessions.size).to.equal(0);
  });

  it('are resumed with their id and what they would have sent, unheard by onConnection', async () => {
    const session = park();
    let connections = 0;
    host.Meteor.onConnection(() => connections++);
    session.send({ msg: 'added', collection: 'c', id: 'd', fields: {} });

    const socket = resume(session);
    await settled();

    expect(socket.session).to.equal(session);
    expect(socket.sent[0]).to.deep.equal({ msg: 'connected', session: session.id });
    expect(socket.order()[1]).to.equal('added d');
    expect(connections).to.equal(0);
  });

  it('are not resumed by a client that missed something', () => {
    const session = park();

    const socket = resume(session, session.sentCount - 1);

    expect(socket.session).not.to.equal(session);
    expect([...host.Meteor.server.sessions.keys()]).to.deep.equal([socket.session.id]);
  });

  it('end when they would have to keep more than the limit', () => {
    host.Meteor.server.options.maxMessageQueueLength = 2;
    const session = park();
    const send = () => session.send({ msg: 'removed', collection: 'c', id: 'd' });

    send();
    send();
    const kept = host.Meteor.server.sessions.size;
    send();

    expect([kept, host.Meteor.server.sessions.size]).to.deep.equal([1, 0]);
  });

  it('keep their subscriptions while they are parked', async () => {
    let subscription: Subscription | undefined;
    host.Meteor.publish('live', function () {
      subscription = this;
      this.ready();
    });
    const socket = aSocket(host);
    socket.receive({ msg: 'sub', id: 's', name: 'live' });
    await settled();
    const session = socket.session as ResumableSession;
    session.close();

    subscription?.added('c', 'd', { v: 1 });

    expect(session.messageQueue?.map(({ msg }) => msg)).to.deep.equal(['added']);
  });
});
