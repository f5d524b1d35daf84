import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { type Undo, undoable } from '../../../../common/undo';
import { watchPools } from '../../../../server/instruments/database/pools';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';

const address = 'db1.example:27017';

describe('watchPools', () => {
  let record: ReturnType<typeof fakeRecorder>;
  let client: EventEmitter;
  let watch: (client: object) => void;
  let undo: Undo;

  beforeEach(() => {
    record = fakeRecorder();
    client = new EventEmitter();
    undo = undoable((defer) => {
      watch = watchPools(record.recorder, defer);
    });
  });
  afterEach(() => undo());

  const tell = (event: string, more: object = {}) => client.emit(event, { address, ...more });
  const gauge = (name: 'size' | 'inUse' | 'waiting', pool = address) => {
    record.samples.length = 0;
    record.collect();
    return metricValue(record.samples, `db.pool.${name}`, { pool });
  };

  it('counts connections that are open, in use, and waited for', () => {
    watch(client);

    tell('connectionCreated');
    tell('connectionCreated');
    tell('connectionCreated');
    tell('connectionClosed');
    tell('connectionCheckOutStarted');
    tell('connectionCheckOutStarted');
    tell('connectionCheckOutStarted');
    tell('connectionCheckedOut');

    expect(gauge('size')).to.equal(2);
    expect(gauge('inUse')).to.equal(1);
    expect(gauge('waiting')).to.equal(2);
    tell('connectionCheckedIn');
    expect(gauge('inUse')).to.equal(0);
  });

  it('measures the wait itself where the driver does not, first come first served', () => {
    watch(client);

    tell('connectionCheckOutStarted');
    record.tick(5);
    tell('connectionCheckOutStarted');
    record.tick(10);
    tell('connectionCheckedOut');
    tell('connectionCheckedOut');

    const waits = record.samples.map((sample) => sample.kind === 'metric' && sample.value);
    expect(waits).to.deep.equal([15, 10]);
  });

  it('takes the driver’s word for the wait', () => {
    watch(client);

    tell('connectionCheckOutStarted');
    record.tick(5);
    tell('connectionCheckedOut', { durationMS: 4.5 });

    expect(metricValue(record.samples, 'db.pool.checkout')).to.equal(4.5);
  });

  it('counts who waited in vain', () => {
    watch(client);

    tell('connectionCheckOutStarted');
    tell('connectionCheckOutFailed');

    expect(metricValue(record.samples, 'db.pool.checkoutFailed', { pool: address })).to.equal(1);
    expect(gauge('waiting')).to.equal(0);
  });

  it('adds up the pools that several clients have of one server', () => {
    const other = new EventEmitter();
    watch(client);
    watch(other);

    tell('connectionCreated');
    other.emit('connectionCreated', { address });
    other.emit('connectionCreated', { address: 'db2.example:27017' });

    expect(gauge('size')).to.equal(2);
    expect(gauge('size', 'db2.example:27017')).to.equal(1);
  });

  it('forgets the pool of a server that has left', () => {
    watch(client);
    tell('connectionCreated');

    tell('connectionPoolClosed');

    expect(gauge('size')).to.equal(undefined);
    tell('connectionClosed');
    tell('connectionCheckedIn');
    expect(gauge('size')).to.equal(undefined);
  });

  it('measures no wait whose beginning it has not seen', () => {
    const pool = { totalConnectionCount: 1, currentCheckedOutCount: 0 };
    const servers = new Map([[address, { pool }]]);
    watch(Object.assign(client, { topology: { s: { servers } } }));

    tell('connectionCheckedOut');

    expect(record.samples).to.deep.equal([]);
    expect(gauge('inUse')).to.equal(1);
  });

  it('begins with what is open already, in the drivers 4 and 6', () => {
    const pool = { totalConnectionCount: 7, currentCheckedOutCount: 3 };
    const servers = new Map<string, object>([
      ['six.example:27017', { pool }],
      ['four.example:27017', { s: { pool } }],
      ['strange.example:27017', {}],
    ]);

    watch(Object.assign(client, { topology: { s: { servers } } }));

    expect(gauge('size', 'six.example:27017')).to.equal(7);
    expect(gauge('inUse', 'four.example:27017')).to.equal(3);
    expect(gauge('size', 'strange.example:27017')).to.equal(undefined);
  });

  it('tells nothing of a client that has no pool', () => {
    watch({});
    watch(client);

    client.emit('connectionCheckOutStarted', {});
    client.emit('connectionCheckedOut', undefined);
    record.collect();

    expect(record.samples).to.deep.equal([]);
  });

  it('listens to nothing once it is taken out', () => {
    watch(client);

    undo();

    expect(client.eventNames()).to.deep.equal([]);
    expect(record.collectorCount()).to.equal(0);
  });
});
