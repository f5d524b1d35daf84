import { expect } from 'chai';
import { listOptions } from '../../common/option-list';
import { resolveSchema } from '../../common/option-resolve';
import { group, option, optional } from '../../common/option-schema';
import { boolean, integer, number, record, string, stringList } from '../../common/option-types';
import { optionsSchema } from '../../common/options';

const schema = {
  on: option(boolean, { default: false, help: 'A switch.' }),
  count: option(integer, { default: 1, help: 'A whole number.' }),
  ratio: option(number, { default: 0.5, min: 0, max: 1, help: 'A share.' }),
  names: option(stringList, { default: ['a'], help: 'Names.' }),
  headers: optional(record, { help: 'Headers.' }),
  deep: group({ er: group({ title: optional(string, { help: 'A title.' }) }) }),
} as const;

const fromText = (variable: string, text: string) =>
  resolveSchema(schema, { env: { [variable]: text } });

describe('resolveSchema', () => {
  it('reads true, false, 1 and 0 as booleans, whatever their case', () => {
    const read = ['true', 'TRUE', '1', 'false', 'False', '0'].map(
      (text) => fromText('RADIANT_ON', text).on,
    );

    expect(read).to.deep.equal([true, true, true, false, false, false]);
    expect(() => fromText('RADIANT_ON', 'yes')).to.throw('but "yes" came');
  });

  it('reads plain decimal numbers only', () => {
    expect(fromText('RADIANT_COUNT', '-12').count).to.equal(-12);
    expect(fromText('RADIANT_RATIO', '0.25').ratio).to.equal(0.25);
    for (const text of ['0x10', '1e3', '10ms', '1_000', 'NaN', '.5', '1.5']) {
      expect(() => fromText('RADIANT_COUNT', text), text).to.throw('RADIANT_COUNT');
    }
  });

  it('reads lists by commas and records by JSON', () => {
    expect(fromText('RADIANT_NAMES', 'a, b ,c').names).to.deep.equal(['a', 'b', 'c']);
    expect(fromText('RADIANT_HEADERS', '{"x-key":"1"}').headers).to.deep.equal({ 'x-key': '1' });
    for (const text of ['x', '[]', '{"x":1}', 'null']) {
      expect(() => fromText('RADIANT_HEADERS', text), text).to.throw('RADIANT_HEADERS');
    }
  });

  it('takes a list as a whole from the last source that has one', () => {
    const sources = { settings: { names: ['x', 'y'] }, given: { names: ['z'] } };

    expect(resolveSchema(schema, sources).names).to.deep.equal(['z']);
  });

  it('refuses lists and records with anything but strings in them', () => {
    expect(() => resolveSchema(schema, { given: { names: ['a', 1] } })).to.throw('options.names');
    expect(() => resolveSchema(schema, { given: { headers: { a: 1 } } })).to.throw('headers');
  });

  it('finds options at any depth', () => {
    expect(fromText('RADIANT_DEEP_ER_TITLE', 'x').deep.er.title).to.equal('x');
    expect(() => resolveSchema(schema, { given: { deep: { er: { titel: 'x' } } } })).to.throw(
      'options.deep.er.titel: there is no such option. Did you mean title?',
    );
  });

  it('shortens what came, when it is long', () => {
    const count = 'x'.repeat(10_000);

    expect(() => resolveSchema(schema, { given: { count } })).to.throw(/but "x{40}…" came/);
  });
});

describe('listOptions', () => {
  it('derives one variable per option from its path', () => {
    const variables = new Map(
      listOptions(optionsSchema).map(({ path, variable }) => [path, variable]),
    );

    expect(variables.get('flushIntervalMs')).to.equal('RADIANT_FLUSH_INTERVAL_MS');
    expect(variables.get('api.token')).to.equal('RADIANT_API_TOKEN');
    expect(variables.get('sinks')).to.equal(undefined);
  });

  it('gives no variable to two options', () => {
    const variables = listOptions(optionsSchema).flatMap(({ variable }) => variable ?? []);

    expect(new Set(variables)).to.have.property('size', variables.length);
  });
});
