import { expect } from 'chai';
import { JSDOM } from 'jsdom';
import { scaleTicks } from '../../../../../client/dashboard/screens/traces/scale-ticks';
import { traceListAddress } from '../../../../../client/dashboard/screens/traces/traces-address';

const range = { from: 1_000, to: 2_000, 'resource.release': 'v2' };

describe('traceListAddress', () => {
  let before: PropertyDescriptor | undefined;
  beforeEach(() => {
    before = Object.getOwnPropertyDescriptor(globalThis, 'document');
    Object.defineProperty(globalThis, 'document', {
      value: new JSDOM().window.document,
      configurable: true,
    });
  });
  afterEach(() => {
    if (before) Object.defineProperty(globalThis, 'document', before);
    else Reflect.deleteProperty(globalThis, 'document');
  });

  const asked = (params: Record<string, string>) =>
    Object.fromEntries(new URLSearchParams(traceListAddress(params, range).split('?')[1]));

  it('asks for traces without steps, in the range and with the filters of the screen', () => {
    expect(asked({ kind: 'method', order: 'slowest', tab: 'x' })).to.deep.equal({
      ...{ from: '1000', to: '2000', 'resource.release': 'v2' },
      ...{ kind: 'method', order: 'slowest', spans: 'false', limit: '200' },
    });
  });

  it('looks for a client’s call whenever it was', () => {
    expect(asked({ ddp: 'a::1' })).to.deep.equal({
      ...{ from: '0', ddp: 'a::1', spans: 'false', limit: '200' },
    });
  });

  it('asks for full milliseconds, and for none where none are given', () => {
    expect(asked({ minMs: '12.4' })).to.include({ minDurationMs: '12' });
    for (const minMs of ['', '0', '-5', 'slow']) {
      expect(asked({ minMs }), minMs).not.to.have.property('minDurationMs');
    }
  });
});

describe('scaleTicks', () => {
  it('has round moments, five or six at most, none where the last would not fit', () => {
    expect(scaleTicks(747)).to.deep.equal([0, 200, 400, 600]);
    expect(scaleTicks(1_000)).to.deep.equal([0, 200, 400, 600, 800]);
    expect(scaleTicks(0.4)).to.have.lengthOf.within(3, 6);
  });

  it('has none on a scale without length', () => {
    expect(scaleTicks(0)).to.deep.equal([]);
  });
});
