import { expect } from 'chai';
import type { Recorder } from '../../common/recorder';
import type { Undo } from '../../common/undo';
import { fakeRecorder } from './fake-recorder';

/** What the contract needs to know of an instrument. */
export interface InstrumentCase<Target> {
  /** A fresh piece of Meteor. */
  makeTarget(): Promise<Target> | Target;
  install(target: Target, recorder: Recorder): Undo;
  /** Every object the instrument may put hooks into. */
  touched(target: Target): Readonly<Record<string, object>>;
  /** Makes the app do what the instrument records. */
  exercise(target: Target): Promise<void>;
  /** What was recorded; the samples unless given. */
  records?(record: ReturnType<typeof fakeRecorder>): readonly unknown[];
  dispose?(target: Target): Promise<void>;
}

type Descriptors = Record<string, PropertyDescriptorMap>;

const descriptorsOf = (objects: Readonly<Record<string, object>>): Descriptors =>
  Object.fromEntries(
    Object.entries(objects).map(([name, object]) => [
      name,
      Object.getOwnPropertyDescriptors(object) as PropertyDescriptorMap,
    ]),
  );

/** What every instrument promises: see "An instrument" in docs/architecture.md. */
export function describeInstrument<Target>(name: string, given: InstrumentCase<Target>): void {
  describe(`${name} as an instrument`, () => {
    let target: Target;

    beforeEach(async () => {
      target = await given.makeTarget();
    });
    afterEach(async () => given.dispose?.(target));

    async function samplesOf(record: ReturnType<typeof fakeRecorder>): Promise<readonly unknown[]> {
      record.samples.length = 0;
      await given.exercise(target);
      if (given.records) return given.records(record);
      record.collect();
      return record.samples.filter((sample) => sample.kind !== 'metric' || sample.value !== 0);
    }

    it('records, and fails in nothing of its own', async () => {
      const record = fakeRecorder();
      given.install(target, record.recorder);

      const samples = await samplesOf(record);

      expect(samples).not.to.deep.equal([]);
      expect(record.failures).to.deep.equal([]);
    });

    it('leaves every property as it was when it is taken out', async () => {
      const record = fakeRecorder();
      const before = descriptorsOf(given.touched(target));
      const undo = given.install(target, record.recorder);
      await given.exercise(target);
      expect(descriptorsOf(given.touched(target))).not.to.deep.equal(before);

      undo();

      expect(descriptorsOf(given.touched(target))).to.deep.equal(before);
      expect(record.collectorCount()).to.equal(0);
    });

    it('records nothing more once it is taken out', async () => {
      const record = fakeRecorder();
      given.install(target, record.recorder)();

      expect(await samplesOf(record)).to.deep.equal([]);
    });

    it('goes quiet under later patches, which stay', async () => {
      const record = fakeRecorder();
      const before = descriptorsOf(given.touched(target));
      const undo = given.install(target, record.recorder);
      const theirs = patchAllThat(changed(before, given.touched(target)));

      undo();

      expect(await samplesOf(record)).to.deep.equal([]);
      for (const { object, key, patch } of theirs) {
        expect((object as Record<string, unknown>)[key], key).to.equal(patch);
      }
    });

    it('installs all of its hooks or none', async () => {
      const record = fakeRecorder();
      const before = descriptorsOf(given.touched(target));
      given.install(target, record.recorder)();
      const undo = given.install(target, record.recorder);
      const hooked = changed(before, given.touched(target));
      undo();

      for (const { object, key } of hooked) {
        const original = Object.getOwnPropertyDescriptor(object, key);
        Object.defineProperty(object, key, { value: 'broken', configurable: true, writable: true });
        const broken = descriptorsOf(given.touched(target));

        expect(() => given.install(target, record.recorder), key).to.throw();
        expect(descriptorsOf(given.touched(target)), key).to.deep.equal(broken);

        if (original) Object.defineProperty(object, key, original);
        else Reflect.deleteProperty(object, key);
      }
      expect(hooked).not.to.deep.equal([]);
    });

    it('can be installed twice', async () => {
      const first = fakeRecorder();
      const second = fakeRecorder();
      const before = descriptorsOf(given.touched(target));
      const undoFirst = given.install(target, first.recorder);
      const undoSecond = given.install(target, second.recorder);

      const seen = await samplesOf(second);
      expect(seen).not.to.deep.equal([]);
      undoSecond();
      undoFirst();

      expect(descriptorsOf(given.touched(target))).to.deep.equal(before);
    });
  });
}

interface Hooked {
  readonly object: object;
  readonly key: string;
}

/** The properties that differ from `before`. */
function changed(before: Descriptors, objects: Readonly<Record<string, object>>): Hooked[] {
  return Object.entries(objects).flatMap(([name, object]) =>
    Object.entries(Object.getOwnPropertyDescriptors(object))
      .filter(([key, descriptor]) => descriptor.value !== before[name]?.[key]?.value)
      .map(([key]) => ({ object, key })),
  );
}

function patchAllThat(hooked: readonly Hooked[]) {
  return hooked.map(({ object, key }) => {
    const ours = (object as Record<string, (...args: unknown[]) => unknown>)[key];
    const patch = function (this: unknown, ...args: unknown[]) {
      return ours?.apply(this, args);
    };
    Object.defineProperty(object, key, { value: patch, configurable: true, writable: true });
    return { object, key, patch };
  });
}
