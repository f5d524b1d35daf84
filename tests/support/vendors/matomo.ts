import { expect } from 'chai';
import { listOf, objectOf, only, type Rule, text } from './shape';
import type { VendorRules } from './vendor';

const numeric = text({ like: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/ });
const full = text({ like: /\S/ });

/** https://developer.matomo.org/api-reference/tracking-api */
const parameters: Readonly<Record<string, Rule>> = {
  idsite: text({ like: /^\d+$/ }),
  rec: only('1'),
  apiv: only('1'),
  action_name: full,
  url: text({ like: /^https?:\/\// }),
  urlref: text(),
  _id: text({ like: /^[0-9a-f]{16}$/, longest: 16 }),
  uid: full,
  ua: full,
  uadata: (value, path) => expect(JSON.parse(String(value)), path).to.be.an('object'),
  lang: full,
  res: text({ like: /^\d+x\d+$/ }),
  cdt: text({ like: /^\d{9,10}$/ }),
  cip: text({ like: /^[0-9a-f.:]+$/ }),
  ca: only('1'),
  e_c: full,
  e_a: full,
  e_n: full,
  e_v: numeric,
};
const needsToken = ['cip'];

const requestRule =
  (hasToken: boolean): Rule =>
  (value, path) => {
    expect(value, path).to.match(/^\?/);
    const query = new URLSearchParams(String(value).slice(1));
    const given = Object.fromEntries(query);
    expect([...query], `${path}: each once`).to.have.length(Object.keys(given).length);
    objectOf(parameters, { required: ['idsite', 'rec', '_id', 'cdt'] })(given, path);
    const isEvent = 'e_c' in given || 'e_a' in given;
    if (isEvent) expect(given, path).to.include.all.keys('e_c', 'e_a', 'ca');
    if (!isEvent) expect(given, path).not.to.have.any.keys('e_n', 'e_v', 'ca');
    if (!hasToken) expect(given, path).not.to.have.any.keys(...needsToken);
  };

export const matomoRules = (token?: string): VendorRules => ({
  check({ path, body }) {
    expect(path).to.equal('/matomo.php');
    const rules = { requests: listOf(requestRule(token !== undefined), { most: 1_000 }) };
    objectOf(
      { ...rules, ...(token === undefined ? {} : { token_auth: only(token) }) },
      { required: token === undefined ? ['requests'] : ['requests', 'token_auth'] },
    )(body, 'body');
    const times = (body as { requests: string[] }).requests.map((one) =>
      Number(new URLSearchParams(one).get('cdt')),
    );
    expect(times, 'oldest first').to.deep.equal([...times].sort((one, other) => one - other));
  },
  answer({ body }) {
    const { length } = (body as { requests: string[] }).requests;
    return {
      status: 200,
      body: JSON.stringify({ status: 'success', tracked: length, invalid: 0 }),
    };
  },
});
