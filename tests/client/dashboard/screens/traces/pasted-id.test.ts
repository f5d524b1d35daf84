import { expect } from 'chai';
import { pastedId } from '../../../../../client/dashboard/screens/traces/pasted-id';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('pastedId', () => {
  it('knows a trace id, in capitals and with space around it, too', () => {
    expect(pastedId(traceId)).to.deep.equal({ trace: traceId });
    expect(pastedId(` ${traceId.toUpperCase()}\n`)).to.deep.equal({ trace: traceId });
  });

  it('finds the trace id of a traceparent', () => {
    const found = pastedId(`traceparent: 00-${traceId}-00f067aa0ba902b7-01`);

    expect(found).to.deep.equal({ trace: traceId });
  });

  it('knows the call of a client', () => {
    expect(pastedId('Ns5vC4LpWcMxhfvyG::7')).to.deep.equal({ ddp: 'Ns5vC4LpWcMxhfvyG::7' });
    expect(pastedId('"Ns5vC4LpWcMxhfvyG::7"')).to.deep.equal({ ddp: 'Ns5vC4LpWcMxhfvyG::7' });
  });

  it('takes the id out of an address of this screen', () => {
    expect(pastedId(`https://a.example/_radiant/traces?range=1h&trace=${traceId}`)).to.deep.equal({
      trace: traceId,
    });
    expect(pastedId('./traces?ddp=Ns5v%3A%3A7')).to.deep.equal({ ddp: 'Ns5v::7' });
  });

  it('finds nothing in anything else', () => {
    const others = ['', ' ', 'tasks.add', traceId.slice(1), `${traceId}0`, 'a::', 'a b::c', '::'];

    expect(others.map(pastedId)).to.deep.equal(others.map(() => undefined));
  });
});
