import { expect } from 'chai';
import { createEjson, EJSON } from './ejson';
import { idParse, idStringify, ObjectID } from './object-id';

const HEX = '0123456789abcdef01234567';

describe('EJSON', () => {
  const values: Record<string, [value: unknown, json: unknown]> = {
    'a date': [new Date(5), { $date: 5 }],
    NaN: [Number.NaN, { $InfNaN: 0 }],
    'minus infinity': [-Infinity, { $InfNaN: -1 }],
    'binary data': [new Uint8Array([1, 2]), { $binary: 'AQI=' }],
    'a regular expression': [/a.b/gi, { $regexp: 'a.b', $flags: 'gi' }],
    'an object that looks like a date': [{ $date: 5 }, { $escape: { $date: 5 } }],
    'an ObjectID': [new ObjectID(HEX), { $type: 'oid', $value: HEX }],
  };
  for (const [name, [value, json]] of Object.entries(values)) {
    it(`carries ${name} through JSON`, () => {
      const text = EJSON.stringify({ deep: [value] });

      expect(JSON.parse(text)).to.deep.equal({ deep: [json] });
      expect(EJSON.equals(EJSON.parse(text), { deep: [value] })).to.equal(true);
    });
  }

  it('leaves out undefined fields', () => {
    expect(EJSON.stringify({ a: undefined, b: 1 })).to.equal('{"b":1}');
  });

  it('sorts keys when asked for a canonical form, and indents when asked', () => {
    const value = { b: 1, a: { d: 1, c: 2 } };

    expect(EJSON.stringify(value, { canonical: true })).to.equal('{"a":{"c":2,"d":1},"b":1}');
    expect(EJSON.stringify({ a: 1 }, { indent: true })).to.equal('{\n  "a": 1\n}');
  });

  it('clones deeply, values of custom types included', () => {
    const value = { date: new Date(1), list: [{ a: 1 }], id: new ObjectID(HEX) };

    const copy = EJSON.clone(value);

    expect(EJSON.equals(copy, value)).to.equal(true);
    expect(copy.date).to.not.equal(value.date);
    expect(copy.list[0]).to.not.equal(value.list[0]);
    expect(copy.id).to.not.equal(value.id);
  });

  it('compares by value, with the order of keys only when asked', () => {
    expect(EJSON.equals({ a: Number.NaN, b: 1 }, { b: 1, a: Number.NaN })).to.equal(true);
    expect(EJSON.equals({ a: 1, b: 1 }, { b: 1, a: 1 }, { keyOrderSensitive: true })).to.equal(
      false,
    );
    expect(EJSON.equals({ a: undefined }, {})).to.equal(false);
    expect(EJSON.equals([1, 2], [1, 3])).to.equal(false);
  });

  it('knows the types that were added to it, and to no other instance', () => {
    const mine = createEjson();
    class Money {
      constructor(readonly cents: number) {}
      typeName() {
        return 'money';
      }
      toJSONValue() {
        return this.cents;
      }
    }
    mine.addType('money', (cents) => new Money(Number(cents)));

    const text = mine.stringify({ price: new Money(5) });

    expect(text).to.equal('{"price":{"$type":"money","$value":5}}');
    expect(mine.parse(text)).to.have.property('price').that.is.instanceOf(Money);
    expect(() => EJSON.parse(text)).to.throw('Custom EJSON type money is not defined');
    expect(() => mine.addType('money', String)).to.throw('Type money already present');
  });
});

describe('ids in DDP messages', () => {
  const ids: [id: unknown, text: string][] = [
    ['plain', 'plain'],
    [HEX, `-${HEX}`],
    ['-dash', '--dash'],
    ['~', '-~'],
    ['{', '-{'],
    ['', ''],
    [5, '~5'],
    [undefined, '-'],
    [new ObjectID(HEX), HEX],
  ];
  for (const [id, text] of ids) {
    it(`writes ${id === undefined ? id : JSON.stringify(id)} as "${text}" and reads it back`, () => {
      expect(idStringify(id)).to.equal(text);
      expect(EJSON.equals(idParse(text), id)).to.equal(true);
    });
  }
});
