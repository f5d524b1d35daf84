import { expect } from 'chai';
import { lineOf } from '../../../common/redact/line-of';

describe('lineOf', () => {
  it('joins text, masked, with the shape of objects, and errors by name and message', () => {
    const line = lineOf([
      'task 17 of "bob"',
      { title: 'x', password: 'y' },
      new TypeError('no 5'),
      3,
      true,
      undefined,
      null,
    ]);

    expect(line).to.equal(
      'task <n> of <text> {title: string(1), password: string} TypeError: no <n> <n> true undefined null',
    );
  });

  it('has 1,000 characters at most, and looks at 20 values', () => {
    expect(lineOf(['word '.repeat(200)]))
      .to.have.length(1_000)
      .and.match(/d $/);
    expect(lineOf(['word '.repeat(201)]))
      .to.have.length(1_000)
      .and.match(/…$/);
    expect(lineOf(Array(1_000).fill('a'))).to.equal(Array(20).fill('a').join(' '));
  });

  it('survives values that resist', () => {
    const error = Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no');
      },
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();

    expect(lineOf([error, Object.create(null), Symbol('x'), 1n])).to.equal('Error {} symbol <n>');
    expect(lineOf([proxy])).to.equal('unreadable');
  });
});
