import { expect } from 'chai';
import { pageAnswer } from '../../../server/dashboard/page-answer';

const html = `<meta name="radiant-api" content="api/v1" />
<meta name="radiant-session" content="none" />`;

const aFile = (text = html) => ({
  contentType: 'text/html; charset=utf-8',
  contents: { identity: { body: Buffer.from(text), etag: '"1"' } },
});

const facts = { apiPath: '/sub/_radiant/api/v1' };

describe('the page of the dashboard', () => {
  it('is told where the query API is', () => {
    const { body } = pageAnswer({ headers: {} }, aFile(), facts);

    expect(body).to.contain('<meta name="radiant-api" content="/sub/_radiant/api/v1" />');
    expect(body).to.contain('<meta name="radiant-session" content="none" />');
  });

  it('is told whether there is a session, and is kept by nobody', () => {
    const headers = { cookie: 'a=b; radiant_session=x.y' };
    const answer = pageAnswer({ headers }, aFile(), facts);

    expect(answer.body).to.contain('<meta name="radiant-session" content="cookie" />');
    expect(answer.headers).to.include({ 'Cache-Control': 'private, no-store', Vary: 'Cookie' });
  });

  it('takes a path as text, whatever it is made of', () => {
    const { body } = pageAnswer({ headers: {} }, aFile(), { apiPath: '/a"><script>$&' });

    expect(body).to.contain('content="/a&#34;&#62;&#60;script&#62;$&#38;" />');
  });

  it('stays as it is where it asks for nothing', () => {
    expect(pageAnswer({ headers: {} }, aFile('<p>a page'), facts).body).to.equal('<p>a page');
  });
});
