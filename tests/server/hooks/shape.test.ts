import { expect } from 'chai';
import { functionsOf, missingFunctions } from '../../../server/hooks/shape';

describe('missingFunctions', () => {
  it('names what is absent or no function, inherited ones included as present', () => {
    const target = Object.create({ inherited() {} }, { value: { value: 1 } });

    expect(missingFunctions(target, ['inherited', 'value', 'absent'])).to.deep.equal([
      'value',
      'absent',
    ]);
  });

  it('finds everything missing in what is no object', () => {
    for (const target of [undefined, null, 1, 'text']) {
      expect(missingFunctions(target, ['a'])).to.deep.equal(['a']);
    }
  });
});

describe('functionsOf', () => {
  it('hands the target on when it has them all, else says what it has not', () => {
    const target = { run() {} };

    expect(functionsOf<typeof target>(target, ['run'], 'Thing')).to.equal(target);
    expect(() => functionsOf<{ go(): void }>(target, ['go'], 'Thing')).to.throw('Thing has no go');
  });
});
