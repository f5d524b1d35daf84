import { expect } from 'chai';
import { returnPath } from '../../../server/dashboard/return-path';

const base = '/sub/_radiant';

describe('returnPath', () => {
  for (const path of ['/', '/methods', '/methods?range=1h&name=tasks.add', '/?a=//b']) {
    it(`leads back to ${path}`, () => {
      expect(returnPath(base + path, base)).to.equal(base + path);
    });
  }

  const elsewhere = [
    undefined,
    '',
    base,
    `${base}x/`,
    `${base}//evil.example`,
    `${base}/../other`,
    `${base}/%2e%2e/other`,
    `${base}/a/b`,
    `${base}/\\evil.example`,
    `${base}/a?b\\c`,
    `${base}/a\r\nSet-Cookie: x=1`,
    `${base}/a?\u0000`,
    '//evil.example/_radiant/',
    'https://evil.example/sub/_radiant/',
    'javascript:alert(1)',
    `${base}/?${'a'.repeat(2_000)}`,
  ];
  for (const path of elsewhere) {
    it(`leads to the first screen instead of ${JSON.stringify(path)?.slice(0, 60)}`, () => {
      expect(returnPath(path, base)).to.equal(`${base}/`);
    });
  }
});
