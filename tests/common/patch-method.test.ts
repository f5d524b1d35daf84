import { expect } from 'chai';
import { originalOf, patchMethod } from '../../common/patch-method';

const passThrough = (original: unknown) =>
  function (this: unknown, ...args: unknown[]) {
    return Reflect.apply(original as () => unknown, this, args);
  };

const descriptor = (target: object, key: string) => Object.getOwnPropertyDescriptor(target, key);

describe('patchMethod', () => {
  it('hands this, arguments and result through', () => {
    const target = {
      base: 10,
      add(a: number, b: number) {
        return this.base + a + b;
      },
    };
    const seen: unknown[] = [];
    patchMethod(target, 'add', (original) => {
      return function (this: unknown, ...args: unknown[]) {
        seen.push(this, ...args);
        return Reflect.apply(original, this, args);
      };
    });

    expect(target.add(1, 2)).to.equal(13);
    expect(seen).to.deep.equal([target, 1, 2]);
  });

  it('keeps name, length, enumerability and own properties of the function', () => {
    const run = Object.assign(function run(_a: unknown, _b: unknown) {}, { extra: 1 });
    const target = Object.defineProperty({} as { run: typeof run }, 'run', {
      value: run,
      enumerable: false,
      configurable: true,
      writable: true,
    });

    patchMethod(target, 'run', passThrough);

    expect(target.run.name).to.equal('run');
    expect(target.run.length).to.equal(2);
    expect(target.run.extra).to.equal(1);
    expect(Object.keys(target)).to.deep.equal([]);
    expect((target.run as unknown as Record<symbol, unknown>)[originalOf]).to.equal(run);
  });

  it('restores the exact property descriptor', () => {
    const target = Object.defineProperty({} as { run(): void }, 'run', {
      value: () => undefined,
      enumerable: false,
      configurable: true,
      writable: false,
    });
    const before = descriptor(target, 'run');

    patchMethod(target, 'run', passThrough)();

    expect(descriptor(target, 'run')).to.deep.equal(before);
  });

  it('deletes the own property again when the method was inherited', () => {
    class Parent {
      run() {
        return 'inherited';
      }
    }
    const target = new Parent();

    const undo = patchMethod(target, 'run', () => () => 'patched');
    const patched = target.run();
    undo();

    expect(patched).to.equal('patched');
    expect(Object.hasOwn(target, 'run')).to.equal(false);
    expect(target.run()).to.equal('inherited');
  });

  it('goes quiet, and stays in place, under a later patch', () => {
    const target = { run: () => 'original' };
    const undo = patchMethod(target, 'run', (original) => () => `ours(${original()})`);
    const ours = target.run;
    target.run = () => `theirs(${ours()})`;

    expect(target.run()).to.equal('theirs(ours(original))');
    undo();

    expect(target.run()).to.equal('theirs(original)');
  });

  it('patches on top of an earlier patch and gives it back', () => {
    const target = { run: () => 'original' };
    patchMethod(target, 'run', (original) => () => `first(${original()})`);
    const first = target.run;

    const undo = patchMethod(target, 'run', (original) => () => `second(${original()})`);

    expect(target.run()).to.equal('second(first(original))');
    undo();
    expect(target.run).to.equal(first);
  });

  it('leaves nothing behind when two patches are undone in the order they were made', () => {
    const target = { run: () => 'original' };
    const before = descriptor(target, 'run');
    const undoFirst = patchMethod(target, 'run', passThrough);
    const undoSecond = patchMethod(target, 'run', passThrough);

    undoFirst();
    expect(target.run()).to.equal('original');
    undoSecond();

    expect(descriptor(target, 'run')).to.deep.equal(before);
  });

  it('does nothing when undone twice, even if somebody patched in between', () => {
    const target = { run: () => 'original' };
    const undo = patchMethod(target, 'run', passThrough);
    undo();
    const theirs = () => 'theirs';
    target.run = theirs;

    undo();

    expect(target.run).to.equal(theirs);
  });

  it('refuses what is no function, frozen, or not extensible', () => {
    const notAFunction = { run: 1 } as unknown as { run(): void };
    const frozen = Object.freeze({ run: () => 1 });
    const closed = Object.preventExtensions(Object.create({ run: () => 1 }) as { run(): number });

    expect(() => patchMethod(notAFunction, 'run', passThrough)).to.throw(TypeError, 'run');
    expect(() => patchMethod(frozen, 'run', passThrough)).to.throw(TypeError, 'run');
    expect(() => patchMethod(closed, 'run', passThrough)).to.throw(TypeError, 'run');
    expect(frozen.run()).to.equal(1);
  });
});
