import { expect } from 'chai';
import { listOptions } from '../../common/option-list';
import { optionsSchema, resolveOptions } from '../../common/options';
import { messageOf } from './message-of';

describe('the limits of options', () => {
  const limited = listOptions(optionsSchema).filter(
    ({ option }) => option.min !== undefined || option.max !== undefined,
  );

  for (const { path, option } of limited) {
    const isText = option.unit === 'characters';
    const given = (size: number) => nested(path, isText ? 'x'.repeat(size) : size);

    it(`${path} takes the last value within its limits and refuses the next`, () => {
      const { min = Number.NaN, max = Number.NaN } = option;

      expect(() => resolveOptions({ given: given(min) })).not.to.throw();
      expect(() => resolveOptions({ given: given(max) })).not.to.throw();
      if (min > 0) expect(messageOf({ given: given(min - 1) })).to.contain(path);
      expect(messageOf({ given: given(max + 1) })).to.contain(path);
    });
  }

  it('are known for every number', () => {
    const numbers = listOptions(optionsSchema).filter(({ option }) =>
      ['integer', 'number'].includes(option.type.name),
    );

    expect(numbers).to.have.length.above(5);
    for (const { option } of numbers) expect(option).to.include.keys('min', 'max', 'unit');
  });

  it('are no place for fractions, text, NaN or infinity', () => {
    for (const flushIntervalMs of [100.5, '1000', Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(messageOf({ given: { flushIntervalMs } })).to.contain('options.flushIntervalMs');
    }
    expect(messageOf({ given: { shutdownTimeoutMs: -1 } })).to.contain('0 to 3000');
  });
});

function nested(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}
