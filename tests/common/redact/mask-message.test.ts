import { expect } from 'chai';
import { maskMessage } from '../../../common/redact/mask-message';
import { busyMs } from '../../support/busy-ms';

const masked: ReadonlyArray<readonly [what: string, message: string, expected: string]> = [
  ['numbers', 'took 123ms after 3 tries [404]', 'took <n>ms after <n> tries [<n>]'],
  ['an address and port', 'connect ECONNREFUSED 127.0.0.1:27017', 'connect ECONNREFUSED <n>'],
  ['an IPv6 address', 'from fe80:0:0:1ff:fe23:4567:890a', 'from <id>'],
  ['a Meteor id', 'Task hTqYw3kLmNpQrStUv not found', 'Task <id> not found'],
  ['a Meteor id of letters', 'Task hTqYwXkLmNpQrStUv gone', 'Task <id> gone'],
  ['an ObjectId', 'document 5f2c9a0b1c2d3e4f5a6b7c8d', 'document <id>'],
  ['a UUID', 'job 123e4567-e89b-12d3-a456-426614174000', 'job <id>'],
  ['a time', 'since 2024-01-01T00:00:00.000Z', 'since <time>'],
  ['a short id', 'lists.x7 of list42', 'lists.<id> of <id>'],
  ['quoted text', `User 'al o'hara' is not "an admin"`, 'User <text> is not <text>'],
  ['an open quotation', 'unterminated "secret stuff', 'unterminated <text>'],
  ['an escape at the end of an open quotation', 'open "secret\\', 'open <text>'],
  ['backquotes', 'bad `value` here', 'bad <text> here'],
  ['an e-mail address', 'no alice.b+c@example.com here', 'no <email> here'],
  ['a path', 'open /home/alice/diary.txt failed', 'open <path> failed'],
  ['an assignment', 'user=bob&role=admin', 'user=<value>&role=<value>'],
  [
    'a connection string',
    'no mongodb+srv://bob:s3cr%t@db.example.net/app?x=1 today',
    'no mongodb+srv://<secret> today',
  ],
  [
    'all but the host of a URL',
    'GET https://bob:pw@api.stripe.com/v1/charges?key=abc failed',
    'GET https://api.stripe.com/… failed',
  ],
  ['a header', 'Authorization: Bearer abc def\nnext', 'Authorization: <secret>\nnext'],
  ['cookies', 'cookie: a=b; meteor_login_token=abcdef', 'cookie: <secret>'],
  ['a bearer token', 'sent bearer abcdefghijk there', 'sent bearer <secret> there'],
  ['a JSON Web Token', 'bad eyJhbGciOi.eyJzdWIi.ab-c_d', 'bad <secret>'],
  ['base64', 'got dGhpcyBpcyBh+HNlY3J/dCBr0XkgMTIz', 'got <id>'],
  ['a private key', 'key -----BEGIN PRIVATE KEY-----\nabc\ndef', 'key <secret>'],
  ['what is named a password', 'password: hunter, pwd=hunter', 'password: <secret>, pwd=<secret>'],
  ['a password that is inspected', "{ userPassword: 'open sesame' }", '{ userPassword: <secret> }'],
  ['JSON', '{"a":{"token":"plain"}}', '{<text>:{<text>:<secret>}}'],
];

const kept = [
  "Cannot read properties of undefined (reading 'title')",
  "Cannot access 'tasks' before initialization",
  'foo.bar is not a function',
  'ERR_INVALID_ARG_TYPE',
  'getaddrinfo ENOTFOUND api.stripe.com',
  'E11000 duplicate key error',
  "I don't and can't, l'équipe",
  'Ωmega wörld 😀',
  '',
];

const hostile: Readonly<Record<string, string>> = {
  letters: 'a'.repeat(1e6),
  'double quotes': '"'.repeat(1e6),
  quotes: " 'a\n".repeat(2e5),
  'e-mail addresses': 'a@'.repeat(5e5),
  slashes: '(/a'.repeat(3e5),
  hyphens: 'a-'.repeat(5e5),
  assignments: 'a='.repeat(5e5),
  'names of secrets': 'password   '.repeat(1e5),
  schemes: 'a://'.repeat(2e5),
  dots: 'a.'.repeat(5e5),
  spaces: ' '.repeat(1e6),
  tokens: 'eyJabcdefgh.'.repeat(1e5),
  keys: '-----BEGIN '.repeat(1e5),
  escapes: `"${'\\"'.repeat(5e5)}`,
  headers: 'cookie:'.repeat(1e5),
  'base64 signs': 'a1+/='.repeat(2e5),
  words: 'a '.repeat(5e5),
};

describe('maskMessage', () => {
  for (const [what, message, expected] of masked) {
    it(`masks ${what}`, () => {
      expect(maskMessage(message)).to.equal(expected);
    });
  }

  for (const message of kept) {
    it(`keeps: ${message}`, () => {
      expect(maskMessage(message)).to.equal(message);
    });
  }

  it('masks what engines quote when it is no name', () => {
    expect(maskMessage("undefined (reading 'bob@example.com')")).to.include('(reading <text>)');
  });

  it('keeps 500 characters unless told otherwise, and no more', () => {
    const message = 'word '.repeat(100);

    expect(maskMessage(message)).to.equal(message);
    expect(maskMessage(`${message}.`))
      .to.have.length(500)
      .and.match(/…$/);
    expect(maskMessage(message, 10)).to.equal('word word…');
  });

  it('reads three times as much as it keeps, so that long secrets leave room', () => {
    const message = `"${'x'.repeat(1_400)}" is what came`;

    expect(maskMessage(message)).to.equal('<text> is what came');
  });

  it('keeps nothing of a word that its limit cuts through', () => {
    const cut = maskMessage(`${'word '.repeat(5)}secretsecret`, 10);

    expect(maskMessage('secretsecretsecretsecretsecretsecretse', 10)).to.equal('…');
    expect(cut).not.to.include('secret');
  });

  it('gives the same when what it gave is masked again', () => {
    for (const [, message] of masked) {
      const once = maskMessage(message).replace(/: <secret>|=<\w+>/g, '');

      expect(maskMessage(once)).to.equal(once);
    }
  });

  for (const [what, text] of Object.entries(hostile)) {
    it(`takes no longer for a megabyte of ${what}`, () => {
      maskMessage(text, 1_000);
      const ms = busyMs(() => {
        for (let run = 0; run < 10; run++) maskMessage(text, 1_000);
      });

      expect(ms / 10).to.be.below(10); // about 1 on an idle machine
    });
  }
});
