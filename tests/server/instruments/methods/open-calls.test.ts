import { expect } from 'chai';
import type { MethodCall } from '../../../../server/instruments/methods/method-call';
import { OpenCalls } from '../../../../server/instruments/methods/open-calls';

const aCall = (messageId: string) => ({ client: { messageId } }) as MethodCall;

describe('OpenCalls', () => {
  it('finds each of several calls by its id, and none once it is removed', () => {
    const calls = new OpenCalls();
    const all = ['1', '2', '3'].map(aCall);
    for (const call of all) calls.add(String(call.client?.messageId), call);

    expect(['1', '2', '3'].map((id) => calls.get(id))).to.deep.equal(all);

    for (const call of all) calls.remove(String(call.client?.messageId), call);

    expect(['1', '2', '3'].map((id) => calls.get(id))).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds those that came later when the first one is gone', () => {
    const calls = new OpenCalls();
    const [one, two, three] = [aCall('1'), aCall('2'), aCall('3')];
    calls.add('1', one);
    calls.add('2', two);
    calls.remove('1', one);
    calls.add('3', three);

    expect(calls.get('2')).to.equal(two);
    expect(calls.get('3')).to.equal(three);
  });

  it('keeps another call with the same id', () => {
    const calls = new OpenCalls();
    const call = aCall('1');
    calls.add('1', call);
    calls.remove('1', aCall('1'));

    expect(calls.get('1')).to.equal(call);
  });

  it('knows nothing by what is no id', () => {
    const calls = new OpenCalls();
    calls.add('1', aCall('1'));

    expect([undefined, 1, {}].map((id) => calls.get(id))).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
