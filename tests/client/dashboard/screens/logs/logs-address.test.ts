import { expect } from 'chai';
import { JSDOM } from 'jsdom';
import { logsAddress, olderThan } from '../../../../../client/dashboard/screens/logs/logs-address';
import type { ReadLog } from '../../../../../common/read-logs';
import { aResource } from '../../../../support/a-batch';
import { aLogEntry } from '../../../../support/a-log-entry';

const lineAt = (at: number): ReadLog => ({ ...aLogEntry({ at }), resource: aResource() });

describe('logsAddress', () => {
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

  const asked = (params: Record<string, string>) => {
    const address = logsAddress(params, { from: 1_000, to: 2_000 });
    return Object.fromEntries(new URLSearchParams(address.split('?')[1]));
  };

  it('asks for lines of the search, in the range', () => {
    expect(asked({ level: 'warn', text: 'a b' })).to.deep.equal({
      ...{ from: '1000', to: '2000', level: 'warn', text: 'a b', limit: '200' },
    });
  });

  it('ends where the page before did', () => {
    expect(asked({ before: '1500' })).to.include({ from: '1000', to: '1500' });
    expect(asked({ before: 'x' })).to.include({ from: '1000', to: '2000' });
  });

  it('looks for lines of a trace whenever they were', () => {
    expect(asked({ traceId: 'ab' })).to.deep.equal({ from: '0', traceId: 'ab', limit: '200' });
  });
});

describe('olderThan', () => {
  it('takes in the millisecond of the last line again, as there may be more of it', () => {
    expect(olderThan({ logs: [lineAt(9), lineAt(7)], more: true })).to.equal(8);
  });

  it('goes on from a page of one millisecond alone', () => {
    expect(olderThan({ logs: [lineAt(7), lineAt(7)], more: true })).to.equal(7);
  });

  it('leads nowhere from the last page', () => {
    expect(olderThan({ logs: [lineAt(9), lineAt(7)], more: false })).to.equal(undefined);
    expect(olderThan({ logs: [], more: true })).to.equal(undefined);
  });
});
