import { expect } from 'chai';
import type { Sink } from '../../common/sink';
import { eventSinksOf } from '../../server/event-sinks';

const aSink = (name: string, fields: Partial<Sink> = {}): Sink => ({
  name,
  write: async () => undefined,
  ...fields,
});
const memory = aSink('memory', { reader: {} as never });
const mongo = aSink('mongo', { reader: {} as never });
const http = aSink('http');
const segment = aSink('segment');
const prometheus = aSink('prometheus', { ignoresEvents: true });

describe('the sinks that decide whether events are taken', () => {
  const cases: ReadonlyArray<readonly [sinks: readonly Sink[], backend: Sink, names: string[]]> = [
    [[memory], memory, ['memory']],
    [[prometheus, memory], memory, ['memory']],
    [[mongo, http, segment], mongo, ['mongo']],
    [[http, segment, prometheus, memory], memory, ['http', 'segment']],
    [[mongo, memory], memory, ['mongo']],
  ];
  for (const [sinks, backend, names] of cases) {
    const given = sinks.map(({ name }) => name).join(', ');

    it(`are ${names.join(' and ')} of ${given}, where ${backend.name} is read`, () => {
      expect(eventSinksOf({ sinks, backend })).to.deep.equal(names);
    });
  }

  it('leave out a backend that keeps no events', () => {
    const other = aSink('other', { reader: {} as never, ignoresEvents: true });

    expect(eventSinksOf({ sinks: [other, http], backend: other })).to.deep.equal(['http']);
  });
});
