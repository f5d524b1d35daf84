import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import { mergeStates } from '../../../common/histogram';
import type { ObserversAnswer, ObserversQuery } from '../../../common/reader';
import { aBatch, aResource } from '../a-batch';
import { aCoverage, aFullObserver, aHistogram, observerOf } from '../an-observer';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about observers. */
export function describeObservers({ at, write, reader }: ReaderUnderTest): void {
  describe('of observers', () => {
    const read = (query: Partial<ObserversQuery> = {}) =>
      reader().observers({ from: at(0), to: at(60), ...query });

    /** By publication; steps one after the other. */
    const handlesOf = ({ windows }: ObserversAnswer) =>
      windows.map(({ observers }) =>
        Object.fromEntries(observers.map(({ owner, handles }) => [owner.name, handles])),
      );

    it('gives back all that one window told', async () => {
      const full = aFullObserver();
      const plain = observerOf('plain', { handles: 1 });
      await write({ second: 0, observers: [full, plain], coverage: [aCoverage()] });

      const answer = await read();

      expect(answer).to.deep.equal({
        from: at(0),
        to: at(60),
        stepMs: 60_000,
        windows: [
          {
            resource: aResource(),
            at: at(0),
            from: at(0),
            to: at(10),
            observers: [full, plain],
            coverage: [aCoverage()],
          },
        ],
      });
    });

    it('adds up what the windows of a step counted, and takes gauges of the last', async () => {
      const early = aFullObserver({ handles: 7, oldestMs: 5_000, useful: 1 });
      const late = aFullObserver({ handles: 3, oldestMs: 15_000, useful: 2, cpuMs: 1 });
      await write({ second: 0, observers: [early] }, { second: 10, observers: [late] });

      const [window] = (await read()).windows;

      const [entry] = window?.observers ?? [];
      expect([window?.from, window?.to]).to.deep.equal([at(0), at(20)]);
      expect(entry).to.include({ handles: 3, multiplexers: 2.5, oldestMs: 15_000 });
      expect(entry).to.include({ created: 6, useful: 3, polledDocs: 2_200, initialDocs: 600 });
      expect(entry?.evaluations).to.be.closeTo(2_000 / 3, 1e-9);
      expect(entry?.cpuMs).to.be.closeTo(13.345, 1e-9);
    });

    it('merges histograms without loss', async () => {
      const [one, other] = [aHistogram('lifetime', [1, 2, 3]), aHistogram('lifetime', [50_000])];
      await write(
        { second: 0, observers: [observerOf('a', { lifetime: one })] },
        { second: 10, observers: [observerOf('a', { lifetime: other })] },
        { second: 20, observers: [observerOf('a')] },
      );

      const [window] = (await read()).windows;

      expect(window?.observers[0]?.lifetime).to.deep.equal(mergeStates(one, other));
      expect(window?.observers[0]).not.to.have.property('poll');
    });

    it('knows of no live handle where the last window of the step has no entry', async () => {
      const entry = observerOf('a', { handles: 4, multiplexers: 2, created: 4, oldestMs: 9 });
      await write(
        { second: 0, observers: [entry] },
        { second: 10, observers: [observerOf('b', { handles: 1 })] },
      );

      const [window] = (await read()).windows;

      expect(window?.observers[0]).to.include({ handles: 0, multiplexers: 0, oldestMs: 0 });
      expect(window?.observers[0]).to.include({ created: 4 });
      expect(window?.observers[1]).to.include({ handles: 1 });
    });

    it('gives a step for each width asked for, oldest first', async () => {
      for (const second of [0, 10, 20, 30]) {
        await write({ second, observers: [observerOf('a', { handles: second })] });
      }

      const fine = await read({ stepMs: 10_000 });
      const coarse = await read({ stepMs: 20_000 });

      expect(handlesOf(fine)).to.deep.equal([{ a: 0 }, { a: 10 }, { a: 20 }, { a: 30 }]);
      expect(handlesOf(coarse)).to.deep.equal([{ a: 10 }, { a: 30 }]);
      expect(coarse.windows.map((window) => window.at)).to.deep.equal([at(0), at(20)]);
      expect(coarse.stepMs).to.equal(20_000);
    });

    it('counts a window in the step that holds its middle', async () => {
      await write({ second: 0, observers: [observerOf('a')] });

      expect((await read({ from: at(5) })).windows).to.have.length(1);
      expect((await read({ from: at(5.001) })).windows).to.have.length(0);
      expect((await read({ to: at(5) })).windows).to.have.length(0);
      expect((await read({ to: at(5.001) })).windows).to.have.length(1);
    });

    it('tells a sender that observed nothing from one that did not report', async () => {
      await write({ second: 0 }, { second: 20, observers: [observerOf('a', { handles: 1 })] });

      expect(handlesOf(await read({ stepMs: 10_000 }))).to.deep.equal([{}, { a: 1 }]);
    });

    it('keeps senders apart, and reads only those asked for', async () => {
      const [a, b] = [
        { instance: 'a', release: '1' },
        { instance: 'b', release: '2' },
      ];
      await write(
        { second: 0, resource: b, observers: [observerOf('of b', { handles: 2 })] },
        { second: 0, resource: a, observers: [observerOf('of a', { handles: 1 })] },
        { second: 10, resource: a, observers: [observerOf('of a', { handles: 3 })] },
      );

      const all = await read();
      const second = await read({ resource: { release: '2' } });

      expect(all.windows.map(({ resource }) => resource.instance)).to.deep.equal(['a', 'b']);
      expect(handlesOf(all)).to.deep.equal([{ 'of a': 3 }, { 'of b': 2 }]);
      expect(second.windows.map(({ resource }) => resource)).to.deep.equal([aResource(b)]);
    });

    it('leaves out evaluations that could not be counted, in one window or in all', async () => {
      const { evaluations: _, useful: __, ...uncounted } = observerOf('a', { fanout: 2 });
      await write(
        { second: 0, observers: [uncounted] },
        { second: 10, observers: [observerOf('a', { evaluations: 5, useful: 1, fanout: 1 })] },
      );

      const [entry] = (await read()).windows[0]?.observers ?? [];

      expect(entry).not.to.have.any.keys('evaluations', 'useful');
      expect(entry).to.include({ fanout: 3 });
    });

    it('tells of one entry where the reason for its driver changed', async () => {
      const because = (driverReason: string, handles: number) =>
        observerOf('a', { driver: 'polling', driverReason, handles, created: 1 });
      await write(
        { second: 0, observers: [because('NO_ENV', 1)] },
        { second: 10, observers: [because('SKIP', 2)] },
      );

      const [window] = (await read()).windows;

      expect(window?.observers).to.have.length(1);
      expect(window?.observers[0]).to.include({ handles: 2, created: 2 });
      expect(window?.observers[0]?.driverReason).to.be.oneOf(['NO_ENV', 'SKIP']);
    });

    it('tells entries apart by owner, collection, shape and driver', async () => {
      const base = { collection: 'c', shape: 's', driver: 'oplog', created: 1 };
      const different = [
        observerOf('a', base),
        observerOf('b', base),
        { ...observerOf('a', base), owner: { kind: 'method', name: 'a' } as const },
        observerOf('a', { ...base, collection: 'd' }),
        observerOf('a', { ...base, shape: 't' }),
        observerOf('a', { ...base, driver: 'polling' }),
        observerOf('__proto__', { ...base, collection: 'constructor', shape: 'a","b' }),
      ];
      await write({ second: 0, observers: different }, { second: 10, observers: different });

      const [window] = (await read()).windows;

      expect(window?.observers).to.have.length(different.length);
      for (const entry of window?.observers ?? []) expect(entry.created).to.equal(2);
    });

    it('adds up coverage by collection and driver', async () => {
      await write(
        { second: 0, coverage: [aCoverage({ collection: 'b' }), aCoverage({ expected: 31 })] },
        { second: 10, coverage: [aCoverage({ driver: 'changeStream' }), aCoverage()] },
      );

      const [window] = (await read()).windows;

      expect(window?.coverage).to.deep.equal([
        aCoverage({ collection: 'b' }),
        aCoverage({ driver: 'changeStream' }),
        aCoverage({ mutations: 20, expected: 61, evaluations: 60 }),
      ]);
    });

    it('counts a batch once, however often it is delivered', async () => {
      const batch = aBatch({ from: at(0), observers: [observerOf('a', { created: 1 })] });

      for (let time = 0; time < 3; time++) await write({ second: 0, ...batch });

      expect((await read()).windows[0]?.observers[0]?.created).to.equal(1);
    });

    const invalid: ReadonlyArray<readonly [string, object, RegExp]> = [
      ['a range that ends as it begins', { to: at(0) }, /from/],
      ['a time that is none', { from: Number.NaN }, /from is NaN/],
      ['a step of nothing', { stepMs: 0 }, /stepMs is 0.*above 0/],
      ['more than 1,000 steps', { to: at(0) + 1_001, stepMs: 1 }, /1000.*from 2/],
      ['an unknown field of the resource', { resource: { pid: '1' } }, /"pid".*instance/],
    ];

    for (const [what, wrong, message] of invalid) {
      it(`refuses ${what}, and says what is accepted`, async () => {
        const error = await read(wrong).catch((reason: unknown) => reason);

        expect(error).to.be.instanceOf(RadiantError);
        expect(error).to.have.property('code', 'read-invalid');
        expect(error).to.have.property('message').that.matches(message);
      });
    }

    it('accepts 1,000 steps', async () => {
      expect((await read({ to: at(0) + 1_000, stepMs: 1 })).windows).to.deep.equal([]);
    });
  });
}
