import { expect } from 'chai';
import fc from 'fast-check';
import {
  type SpanRow,
  spanRows,
  unionMs,
} from '../../../../../client/dashboard/screens/traces/span-rows';
import { aSpan } from '../../../../support/a-trace';

const namesOf = (rows: readonly SpanRow[]) => rows.map(({ depth, span }) => [depth, span.name]);

describe('spanRows', () => {
  it('puts each step below its parent, by their start', () => {
    const root = aSpan({ kind: 'method', name: 'root', startMs: 0, durationMs: 100 });
    const run = aSpan({ parentId: root.id, name: 'run', startMs: 10, durationMs: 80 });
    const last = aSpan({ parentId: root.id, name: 'fence', startMs: 90, durationMs: 10 });
    const second = aSpan({ parentId: run.id, name: 'second', startMs: 50, durationMs: 10 });
    const first = aSpan({ parentId: run.id, name: 'first', startMs: 20, durationMs: 10 });

    const rows = spanRows([{ at: 0, durationMs: 100, spans: [root, run, last, second, first] }]);

    expect(namesOf(rows)).to.deep.equal([
      [0, 'root'],
      [1, 'run'],
      [2, 'first'],
      [2, 'second'],
      [1, 'fence'],
    ]);
  });

  it('says for how long a step had none below it, counting those side by side once', () => {
    const root = aSpan({ startMs: 0, durationMs: 100 });
    const one = aSpan({ parentId: root.id, startMs: 10, durationMs: 40 });
    const other = aSpan({ parentId: root.id, startMs: 30, durationMs: 40 });

    const [row] = spanRows([{ at: 0, durationMs: 100, spans: [root, one, other] }]);

    expect(row?.selfMs).to.equal(40);
  });

  it('puts the part of another process below the step that called it, on the same scale', () => {
    const root = aSpan({ name: 'caller', startMs: 0, durationMs: 100 });
    const request = aSpan({ parentId: root.id, name: 'POST', startMs: 10, durationMs: 50 });
    const other = aSpan({ parentId: request.id, name: 'called', startMs: 0, durationMs: 30 });

    const rows = spanRows([
      { at: 1_020, durationMs: 30, spans: [other] },
      { at: 1_000, durationMs: 100, spans: [root, request] },
    ]);

    expect(namesOf(rows)).to.deep.equal([
      [0, 'caller'],
      [1, 'POST'],
      [2, 'called'],
    ]);
    expect(rows[2]).to.include({ startMs: 20, part: 0, isRoot: true });
  });

  it('puts a step whose parent is unknown below the first of its part', () => {
    const root = aSpan({ name: 'root', parentId: 'of another process', startMs: 0 });
    const lost = aSpan({ name: 'lost', parentId: 'not kept' });

    const rows = spanRows([{ at: 0, durationMs: 5, spans: [root, lost] }]);

    expect(namesOf(rows)).to.deep.equal([
      [0, 'root'],
      [1, 'lost'],
    ]);
  });

  it('shows every step once, whatever their parents are', () => {
    const spans = fc.array(fc.record({ own: fc.nat(9), parent: fc.nat(9), startMs: fc.nat(50) }));
    fc.assert(
      fc.property(spans, (made) => {
        const all = made.map(({ own, parent, startMs }) =>
          aSpan({ id: String(own), parentId: String(parent), startMs }),
        );

        const rows = spanRows([{ at: 0, durationMs: 60, spans: all }]);

        expect(rows.map(({ span }) => span)).to.have.members(all);
        expect(rows.every(({ selfMs, span }) => selfMs >= 0 && selfMs <= span.durationMs)).to.equal(
          true,
        );
      }),
    );
  });
});

describe('unionMs', () => {
  it('counts what is covered twice once, and what ends before it begins not at all', () => {
    expect(
      unionMs([
        [5, 10],
        [0, 6],
        [20, 30],
        [22, 25],
        [50, 40],
      ]),
    ).to.equal(20);
  });
});
