import { expect } from 'chai';

/** What a value has to be; throws when it is not. */
export type Rule = (value: unknown, path: string) => void;

/** An object with these keys, those of `required` for sure, and no others unless a rule for them is given. */
export function objectOf(
  rules: Readonly<Record<string, Rule>>,
  { required = [], others }: { readonly required?: readonly string[]; readonly others?: Rule } = {},
): Rule {
  return (value, path) => {
    expect(value, path).to.be.an('object');
    const given = value as Record<string, unknown>;
    expect(given, path).to.include.all.keys([...required, ...Object.keys(given)]);
    for (const key of required) expect(given, path).to.have.property(key);
    for (const [key, one] of Object.entries(given)) {
      const rule = Object.hasOwn(rules, key) ? rules[key] : others;
      if (!rule) throw new Error(`${path}.${key} is not known`);
      rule(one, `${path}.${key}`);
    }
  };
}

export function listOf(rule: Rule, { most, least = 1 }: { most: number; least?: number }): Rule {
  return (value, path) => {
    expect(value, path).to.be.an('array').with.length.within(least, most);
    for (const [at, one] of (value as unknown[]).entries()) rule(one, `${path}[${at}]`);
  };
}

export function text({
  longest = 10_000,
  like = /^/,
}: {
  longest?: number;
  like?: RegExp;
} = {}): Rule {
  return (value, path) => {
    expect(value, path).to.be.a('string').and.match(like);
    expect((value as string).length, `length of ${path}`).to.be.at.most(longest);
  };
}

export const number: Rule = (value, path) =>
  expect(value, path).to.be.a('number').and.satisfy(Number.isFinite);
export const integer: Rule = (value, path) => expect(value, path).to.satisfy(Number.isSafeInteger);
export const isTrueOrFalse: Rule = (value, path) => expect(value, path).to.be.a('boolean');
export const anything: Rule = () => undefined;
export const anObject: Rule = (value, path) => expect(value, path).to.be.an('object');

export const isoTime: Rule = text({ like: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ });

export function only(...values: readonly unknown[]): Rule {
  return (value, path) => expect(values, path).to.include(value);
}

export function either(...rules: readonly Rule[]): Rule {
  return (value, path) => {
    const failures: unknown[] = [];
    for (const rule of rules) {
      try {
        return rule(value, path);
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures[0];
  };
}
