import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { instrumentSessions, type SessionServer } from '../../../server/instruments/sessions';
import { fakeRecorder, metricValue } from '../../support/fake-recorder';
import { settle } from '../../support/hand-clock';
import { heapBytes } from '../../support/heap-bytes';
import { hostVersions } from '../../support/host-versions';
import { aHost, type HostTarget } from '../../support/instrumented-host';
import { stubClient } from '../../support/stub-client';

for (const version of hostVersions) {
  describe(`instrumentSessions on Meteor ${version}`, () => {
    let target: HostTarget;
    let server: SessionServer;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(() => {
      target = aHost({ version, without: ['accounts-base'] });
      server = target.host.Meteor.server as unknown as SessionServer;
      record = fakeRecorder();
    });
    afterEach(() => target.host.close());

    const told = (metric: string, dims?: Record<string, string>) => {
      record.samples.length = 0;
      record.collect();
      return metricValue(record.samples, metric, dims);
    };

    it('records sessions that open and close, and how long they lived', async () => {
      instrumentSessions(server, record.recorder);

      const client = stubClient(target.host.Meteor.server);
      record.tick(5_000);
      client.close();
      await settle();

      expect(metricValue(record.samples, 'ddp.connects')).to.equal(1);
      expect(metricValue(record.samples, 'ddp.disconnects')).to.equal(1);
      expect(metricValue(record.samples, 'ddp.sessionLifetime')).to.equal(5_000);
    });

    it('counts sessions that were there before it', () => {
      stubClient(target.host.Meteor.server);
      instrumentSessions(server, record.recorder);

      expect(told('ddp.sessions', { state: 'connected' })).to.equal(1);
    });

    it('tells a session whose client is gone as parked, where Meteor parks it', async () => {
      instrumentSessions(server, record.recorder);
      const client = stubClient(target.host.Meteor.server);

      client.lose();
      await settle();

      const parks = version === '3.5';
      expect(told('ddp.sessions', { state: 'connected' })).to.equal(0);
      expect(told('ddp.sessions', { state: 'parked' })).to.equal(parks ? 1 : 0);
    });

    it('counts the bytes of what clients send', () => {
      instrumentSessions(server, record.recorder);
      const socket = new EventEmitter();
      for (const opened of callbacksOf(server)) opened(socket);

      socket.emit('data', '{"msg":"grün"}');
      socket.emit('data', Buffer.from('abc'));

      expect(told('ddp.bytes', { direction: 'in' })).to.equal(15 + 3);
      expect(told('ddp.bytes', { direction: 'in' })).to.equal(undefined);
    });

    it('records nothing more once it is taken out, and leaves no callback behind', async () => {
      const before = callbacksOf(server).length;
      const undo = instrumentSessions(server, record.recorder);
      const client = stubClient(target.host.Meteor.server);
      record.samples.length = 0;

      undo();
      client.close();
      stubClient(target.host.Meteor.server);
      await settle();
      record.collect();

      expect(record.samples).to.deep.equal([]);
      expect(callbacksOf(server)).to.have.length(before);
    });

    it('leaves no listener with sockets that stay open', () => {
      const { open_sockets: sockets } = server.stream_server as unknown as OpenSockets;
      const undo = instrumentSessions(server, record.recorder);
      const socket = new EventEmitter();
      sockets.push(socket);
      callbacksOf(server).at(-1)?.(socket);
      expect(socket.listenerCount('data')).to.equal(1);

      undo();

      expect(socket.listenerCount('data')).to.equal(0);
      sockets.splice(sockets.indexOf(socket), 1);
    });

    it('holds on to nothing through sessions that outlive it', async () => {
      const forgotten = installedOnce(server, () => stubClient(target.host.Meteor.server));

      await settle(); // until then, a WeakRef holds on to what it was made of
      heapBytes(); // collects the garbage

      expect(forgotten.deref()).to.equal(undefined);
    });
  });
}

interface OpenSockets {
  readonly open_sockets: EventEmitter[];
}

/** A recorder that was used while a session opened, and let go. */
function installedOnce(server: SessionServer, open: () => unknown): WeakRef<object> {
  const { recorder } = fakeRecorder();
  const undo = instrumentSessions(server, recorder);
  open();
  undo();
  return new WeakRef(recorder);
}

function callbacksOf(server: SessionServer) {
  return (server.stream_server.registration_callbacks ?? []) as Array<
    (socket: EventEmitter) => void
  >;
}
