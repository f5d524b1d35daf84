import { expect } from 'chai';
import { textOf } from './documents';

describe('what the quick start says of the client’s bytes', () => {
  it('is what the table of docs/analytics.md has, in round numbers', () => {
    const table = textOf('docs/analytics.md');
    const sizeOf = (row: string) =>
      Number(new RegExp(`\\*\\*${row}\\*\\* \\| \\*\\*([\\d.]+)\\*\\*`).exec(table)?.[1]);

    const [, withPage, later] =
      /that is ([\d.]+) kB with the page, and ([\d.]+) kB/.exec(textOf('docs/quick-start.md')) ??
      [];

    expect(Number(withPage)).to.be.closeTo(sizeOf('with the page'), 0.1);
    expect(Number(later)).to.be.closeTo(sizeOf('after start-up'), 0.5);
  });
});
