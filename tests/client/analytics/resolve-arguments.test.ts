import { expect } from 'chai';
import { resolveArguments } from '../../../client/analytics/resolve-arguments';

const props = { plan: 'pro' };
const options = { integrations: { Amplitude: false } };
const done = () => undefined;

const cases = [
  ['track', ['E', props, options, done], ['E'], [props, options], true],
  ['track', ['E', props, done], ['E'], [props], true],
  ['track', ['E', done], ['E'], [], true],
  ['track', ['E', undefined, options], ['E'], [{}, options], false],
  ['track', ['E', null, options], ['E'], [{}, options], false],
  ['track', [{ event: 'E' }, options, done], [], [{ event: 'E' }, options], true],
  ['identify', ['u1', props, options, done], ['u1'], [props, options], true],
  ['identify', [17, props], ['17'], [props], false],
  ['identify', ['u1', null, options], ['u1'], [{}, options], false],
  ['identify', [null, props], [], [props], false],
  ['identify', [undefined, props], [], [props], false],
  ['identify', [props, options, done], [], [props, options], true],
  ['identify', [props, done], [], [props], true],
  ['group', ['g1', props, options], ['g1'], [props, options], false],
  ['page', ['Docs', 'Intro', props, options, done], ['Docs', 'Intro'], [props, options], true],
  ['page', ['Intro', props, options, done], ['Intro'], [props, options], true],
  ['page', ['Intro', done], ['Intro'], [], true],
  ['page', [props, options, done], [], [props, options], true],
  ['page', [null, 'Intro', props], ['Intro'], [props], false],
  ['page', [undefined, 'Intro', props], ['Intro'], [props], false],
  ['page', ['Intro', undefined, props], ['Intro'], [props], false],
  ['page', ['', '', null, options], ['', ''], [{}, options], false],
  ['page', [], [], [], false],
  ['screen', ['Intro', props], ['Intro'], [props], false],
  ['alias', ['u1', 'old', options, done], ['u1', 'old'], [options], true],
  ['alias', ['u1', options, done], ['u1'], [options], true],
  ['alias', ['u1', undefined, options], ['u1'], [options], false],
  ['alias', [1, 2], ['1', '2'], [], false],
] as const;

describe('the arguments of a call', () => {
  for (const [type, given, texts, objects, calls] of cases) {
    it(`are found in ${type}(${given.map(shown).join(', ')})`, () => {
      const found = resolveArguments(type, given);

      expect(found.texts).to.deep.equal(texts);
      expect(found.objects).to.deep.equal(objects);
      expect(found.callback).to.equal(calls ? done : undefined);
    });
  }
});

function shown(value: unknown): string {
  if (value === done) return 'callback';
  if (value === props) return 'properties';
  return value === options ? 'options' : JSON.stringify(value);
}
