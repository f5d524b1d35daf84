import { expect } from 'chai';
import { redactField } from '../../../common/analytics/redact-field';

const redacted = (value: object) => JSON.parse(JSON.stringify(value, redactField));

describe('redactField', () => {
  it('masks values by their names, whatever they are, at every depth', () => {
    const properties = {
      email: 'a@b.c',
      plan: { inviteToken: { a: 1 }, steps: [{ code: 1 }] },
      n: 1,
    };

    expect(redacted(properties)).to.deep.equal({
      email: '***',
      plan: { inviteToken: '***', steps: [{ code: '***' }] },
      n: 1,
    });
  });

  it('redacts URLs by the names of what holds them', () => {
    const page = { url: 'https://a/#x', path: '/reset-password/x', search: '?key=1', title: '#1' };

    expect(redacted({ ...page, referrer: '/?code=2', href: '/#y' })).to.deep.equal({
      url: 'https://a/',
      path: '/reset-password/***',
      search: '?key=***',
      title: '#1',
      referrer: '/?code=***',
      href: '/',
    });
  });

  it('leaves nothing where there was nothing', () => {
    expect(redacted({ email: '', token: null, url: null })).to.deep.equal({
      email: '',
      token: null,
      url: null,
    });
  });
});
