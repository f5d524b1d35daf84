import { expect } from 'chai';
import { methodRows } from '../../../../../client/dashboard/screens/methods/method-rows';
import { anAnswer } from '../../an-answer';

const a = { name: 'a', origin: 'client' };
const b = { name: 'b', origin: 'server' };

describe('rows of methods', () => {
  it('have shares of the whole, and rates of the time for which senders reported', () => {
    const rows = methodRows({
      calls: anAnswer([
        [{ ...a, outcome: 'ok' }, 90],
        [{ ...a, outcome: 'error' }, 9],
        [{ ...a, outcome: 'denied' }, 1],
        [{ ...b, outcome: 'ok' }, 10],
      ]),
      rate: anAnswer([
        [a, 10],
        [b, 1],
      ]),
      runSum: anAnswer([
        [a, 3_000],
        [b, 1_000],
      ]),
      cpuSum: anAnswer([[a, 500]]),
      dbSum: anAnswer([[a, 1_500]]),
      cpuEstimate: anAnswer([[{ name: 'a' }, 80]]),
    });

    expect(rows[0]).to.include({ name: 'a', origin: 'client', impact: 0.75, callsPerSecond: 10 });
    expect(rows[0]).to.include({ errorShare: 0.09, deniedShare: 0.01, dbShare: 0.5 });
    expect(rows[0]).to.include({ cpu: 50, cpuEstimate: 80 }); // 500 ms in the 10 s of 100 calls
    expect(rows[1]).to.include({ impact: 0.25, errorShare: 0, dbShare: 0, cpu: undefined });
  });

  it('say that the database is unknown where none was seen at all', () => {
    const [row] = methodRows({ runSum: anAnswer([[a, 5]]), dbSum: anAnswer([]) });

    expect(row).to.include({ dbShare: undefined, errorShare: undefined, p95: undefined });
  });
});
